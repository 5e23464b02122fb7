"""What a box may be found with after a crash: what it had, or what it pulled, whole."""

import re


def named(path):
    """A path without what differs from run to run."""
    path = re.sub(r"\.\d+\.new$", ".new", path)
    return re.sub(r"[0-9a-f]{64}", "OBJECT", re.sub(r"^generations/\d+", "generations/N", path)) or "."


class Judge:
    """Between the states `old` and `new`, which are audits of `yuanba store --json`. `order` are the names in tuf/ that the pull stored, in this
    order."""

    def __init__(self, old, new, order):
        self.old, self.new = old, new
        before, after = stored(old), stored(new)
        self.order = [name for name in dict.fromkeys(order) if before.get(name) != after.get(name)]

    def verdict(self, audit, done):
        """("old" | "new" | "neither", why). `done`: the pull had said that it was done."""
        if audit["damages"]:
            return "neither", audit["damages"][0]
        shown, here, before, after = audit.get("index"), stored(audit), stored(self.old), stored(self.new)
        if shown not in (self.old.get("index"), self.new["index"]):
            return "neither", f"it shows {shown}"
        verdict = "new" if shown == self.new["index"] else "old"
        if done and verdict == "old":
            return "neither", "old, although the pull had said that it was done"
        for name in set(before) | set(after):
            allowed = [after.get(name)] if done else [before.get(name), after.get(name)]
            # The current root may vouch for it no longer.
            if name in ("timestamp", "snapshot") and here.get("root") != before.get("root") and not done:
                allowed.append(None)
            if here.get(name) not in allowed:
                return "neither", f"{name} is {here.get(name)}"
        # By both together a box sees that they have to go.
        if verdict == "old" and "timestamp" in before and here.get("root") != before.get("root") and here.get("timestamp") == before.get("timestamp") and "snapshot" not in here:
            return "neither", "the old timestamp stays without its snapshot"
        # What was accepted later was verified with what had been accepted before: no step may be there without those before it.
        steps = [here.get(name) == after.get(name) for name in self.order if name != "floor"]
        if sorted(steps, reverse=True) != steps:
            return "neither", f"{self.order[steps.index(False)]} is missing below what came after it"
        if verdict == "new" and here.get("format") != after.get("format"):
            return "neither", "new, without the note of its format"
        left = {name.split("/")[0] for name in audit["unneeded"]}
        if verdict == "new" and after.get("floor") != before.get("floor") and "objects" in left and "generations" not in left:
            return "neither", "what was erased would stay on the disk: nothing tells the next update of it"
        if verdict == "new" and not all(steps):
            return "neither", f"new, without {self.order[steps.index(False)]}"
        return verdict, ""


def stored(audit):
    """Versions of the trusted metadata, and the notes that are trusted."""
    return {**audit["trusted"], **{name: audit["notes"][name] for name in ("anchor", "floor", "format") if name in audit["notes"]}}


def order(syncs):
    """Of the paths that a pull synchronized, what it stored in tuf/."""
    return [match[1] for match in (re.match(r"tuf/(\w+)(\.json)?\.new$", path) for path in syncs) if match]

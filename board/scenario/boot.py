"""How long a boot took, by stage, as the service manager of the box tells it (org.freedesktop.systemd1(5))."""

import statistics
import time

from machine.say import Problem

# Microseconds since the kernel began, but for those that came before it: theirs count backwards.
MANAGER = {"firmware": "FirmwareTimestampMonotonic", "loader": "LoaderTimestampMonotonic", "userspace": "UserspaceTimestampMonotonic",
           "finished": "FinishTimestampMonotonic"}
DAEMON = {"exec": "ExecMainStartTimestampMonotonic", "ready": "ActiveEnterTimestampMonotonic"}
PATIENCE = 300


def stages(session):
    """Seconds since the kernel began: {"userspace", "finished": all units are up; "exec", "ready", "picture": of the daemon, where it runs;
    "before": what firmware and loader took before the kernel, 0 when they do not say}."""
    end = time.monotonic() + PATIENCE
    while not (found := asked(session, "", MANAGER))["finished"]:
        if time.monotonic() > end:
            raise Problem(f"the boot has not finished after {PATIENCE} s")
        time.sleep(1)
    result = {"before": max(found["firmware"], found["loader"]), "userspace": found["userspace"], "finished": found["finished"]}
    daemon = asked(session, "yuanbad.service", DAEMON)
    if daemon["exec"]:
        result |= daemon | {"picture": daemon["exec"] + session.value("firstPictureMilliseconds") / 1000}
    return {name: round(seconds, 2) for name, seconds in result.items()}


def medians(boots):
    """Of each stage, over several boots of one kind: an interpreted box's boots differ by more than what is looked for."""
    return {name: statistics.median(boot[name] for boot in boots) for name in boots[-1]}


def asked(session, unit, names):
    status, output = session.guest.run(f"systemctl show {unit} --property={','.join(names.values())}", 60)
    shown = dict(line.split("=", 1) for line in output.splitlines() if "=" in line)
    if status != 0 or set(shown) != set(names.values()):
        raise Problem(f"systemctl show: {output.strip()}")
    return {name: int(shown[property]) / 1e6 for name, property in names.items()}


def told(stages):
    """The stages as a line, each with what it took."""
    words = [f"{stages['before']:.1f} s firmware and loader"] if stages["before"] else []
    words.append(f"{stages['userspace']:.1f} s kernel and first file system")
    if "exec" in stages:
        words += [f"{stages['exec'] - stages['userspace']:.1f} s service manager until the daemon begins",
                  f"{stages['picture'] - stages['exec']:.1f} s daemon until the first picture of content",
                  f"first picture {stages['picture']:.1f} s after the kernel began"]
    return ", ".join(words + [f"all units up after {stages['finished']:.1f} s"])

"""Scripts: a few `name: value` lines, then one step a line. What a step does stands in steps.py."""

import re
import shlex

from machine.say import Problem

HEADERS = {"about", "arch", "cards", "village", "display", "server", "start", "limit", "config", "modules", "packages", "cameras", "disk", "usb", "manager"}


class Step:
    def __init__(self, name, rest, line):
        self.name, self.rest, self.line = name, rest, line

    def words(self):
        try:
            return shlex.split(self.rest)
        except ValueError as error:
            raise Problem(f"line {self.line}: {error}", 2) from None

    def __str__(self):
        return f"{self.name} {self.rest}".strip()


class Script:
    """`header` maps each name to the list of its values, in order."""

    def __init__(self, header, steps, name=""):
        self.header, self.steps, self.name = header, steps, name

    def limit(self):
        """The longest time that all steps together may take, in seconds."""
        return seconds(self.value("limit", "5min"))

    def architecture(self):
        return self.value("arch", "x86_64")

    def cards(self):
        return self.value("cards", "virtio").split()

    def value(self, name, otherwise):
        return self.header.get(name, [otherwise])[-1]


def parse(text, name, known):
    """Reads a whole script; `known` are the names of steps. Mistakes are reported before anything is started."""
    header, steps = {}, []
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        setting = re.match(r"([a-z]+):\s*(.*)$", line)
        if setting and not steps:
            if setting[1] not in HEADERS:
                raise Problem(f"{name}, line {number}: unknown setting '{setting[1]}'. Known: {', '.join(sorted(HEADERS))}.", 2)
            header.setdefault(setting[1], []).append(setting[2])
            continue
        steps.append(parse_step(line, number, known, name))
    return Script(header, repeated(steps, name), name)


def repeated(steps, name):
    """What stands between `repeat COUNT` and `again` is done so often."""
    starts = [number for number, step in enumerate(steps) if step.name == "repeat"]
    ends = [number for number, step in enumerate(steps) if step.name == "again"]
    if not starts and not ends:
        return steps
    if len(starts) != 1 or len(ends) != 1 or starts[0] > ends[0] or not steps[starts[0]].rest.isdigit():
        raise Problem(f"{name}: one `repeat COUNT` with one `again` after it", 2)
    return steps[:starts[0]] + steps[starts[0] + 1:ends[0]] * int(steps[starts[0]].rest) + steps[ends[0] + 1:]


def parse_step(line, number, known, name="input"):
    word, _, rest = line.partition(" ")
    if word not in known:
        raise Problem(f"{name}, line {number}: unknown step '{word}'. Known: {', '.join(known)}.", 2)
    return Step(word, rest.strip(), number)


def seconds(word):
    """`2s`, `100ms`, `5min` → seconds."""
    match = re.fullmatch(r"([0-9.]+)(ms|s|min)", word)
    if not match:
        raise Problem(f"'{word}' is not a time; write it as 2s, 100ms or 5min.", 2)
    return float(match[1]) * {"ms": 0.001, "s": 1, "min": 60}[match[2]]

"""The scripts under board/scenarios/, one scenario each."""

import pathlib

from machine.say import Problem
from scenario.script import parse
from scenario.steps import STEPS

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "scenarios"


def names():
    return sorted(path.stem for path in FOLDER.glob("*.steps"))


def named(name):
    path = FOLDER / f"{name}.steps"
    if not path.exists():
        raise Problem(f"There is no scenario '{name}'. There are: {', '.join(names())}.", 2)
    return parse(path.read_text(), name, STEPS)

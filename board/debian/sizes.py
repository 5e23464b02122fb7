"""What our packages take beyond a minimal Debian: their own installed size, and the libraries that they need, with the fonts apart."""

from debian import package
from machine.say import say

GOAL = 40_000_000


def tell(base, root, run):
    """`base`: a minimal Debian without our packages; `root`: the same with them; `run(command)` gives what a command prints in `root`.
    Told of the display's package alone, which is all that a box must have, and of both."""
    installed = {}
    for line in run("dpkg-query -W -f '${Package} ${Installed-Size}\\n'").splitlines():
        name, kibibytes = line.split(" ")
        installed[name] = int(kibibytes or 0) * 1024
    needed = {}
    for names in (package.NAMES[:1], package.NAMES):
        for path in libraries(run, names[-1]):
            if path not in needed and not (base / path.lstrip("/")).exists():
                needed[path] = (root / path.lstrip("/")).resolve().stat().st_size
                say(f"    {needed[path] / 1e6:6.2f} MB {path}")
        own, beyond = sum(installed[name] for name in names), sum(needed.values())
        say(f"  {' + '.join(f'{name} {installed[name] / 1e6:.1f} MB' for name in names)} + {len(needed)} libraries that a minimal Debian lacks "
            f"{beyond / 1e6:.1f} MB = {(own + beyond) / 1e6:.1f} MB" + (f" (goal {GOAL / 1e6:.0f} MB)" if len(names) == 1 else ""))
    fonts = sum(size for name, size in installed.items() if name.startswith("fonts-"))
    say(f"  fonts {fonts / 1e6:.0f} MB apart")


def libraries(run, name):
    """The paths of all libraries that the program needs, directly or not."""
    lines = [line.split() for line in run(f"ldd /usr/bin/{name}").splitlines()]
    return [words[2] for words in lines if len(words) > 2 and words[2].startswith("/")]

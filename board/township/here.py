"""The daemon on this machine's own display."""

import os
import signal
import subprocess

from machine.say import Problem, say
from township.repository import Clock, Repository
from township.server import Server


def run(binaries, villages, folder):
    """Publishes, serves, and runs yuanbad in the foreground until it ends or Ctrl-C is pressed; returns its exit status."""
    if os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY"):
        say("note: a desktop runs here and holds the display. Change to a text console (Ctrl+Alt+F3), log in, start this again.")
    work = folder / "township"
    if work.exists():
        raise Problem(f"{work} is left from an earlier run; please delete it: rm -r '{work}'")
    folder.mkdir(parents=True, exist_ok=True)
    repository = Repository(work, binaries / "yuanba", villages, Clock())
    server = Server(folder / "nginx", repository.files, folder / "access.log")
    control = folder / "control.sock"
    settings = {
        "repository": f"http://127.0.0.1:{server.port}/", "root": repository.root(), "village": repository.code(),
        "store": folder / "store", "control": control, "card": "auto", "mode": "auto", "poll": "5s", "box": "0417",
    }
    configuration = folder / "yuanbad.conf"
    configuration.write_text("".join(f"{name} = {value}\n" for name, value in settings.items()))
    say(f"starting {binaries / 'yuanbad'} --config {configuration}; Ctrl-C ends it")
    say(f"from another terminal: {binaries / 'yuanba'} status --control {control}")
    daemon = subprocess.Popen([binaries / "yuanbad", "--config", configuration])
    try:
        return daemon.wait()
    except KeyboardInterrupt:
        daemon.send_signal(signal.SIGTERM)
        daemon.wait(10)
        return 0
    finally:
        server.stop()

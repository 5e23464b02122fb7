"""The daemon under the real service manager of the ARM box; the same questions and answers as service.py."""

import signal
import subprocess
import time

UNIT = "yuanbad.service"
LOG = "/out/yuanbad.log"


class UnitService:
    def __init__(self):
        self.log = open(LOG, "ab")
        subprocess.Popen(["journalctl", "--follow", "--lines=all", "--output=cat", f"--unit={UNIT}"], stdout=self.log, stderr=self.log)

    def properties(self, *names):
        shown = subprocess.run(["systemctl", "show", UNIT, f"--property={','.join(names)}"], capture_output=True, text=True, check=True).stdout
        return dict(line.split("=", 1) for line in shown.splitlines())

    def start(self, hold):
        """The card starts it by itself; after a kill the service manager does."""
        self.manage("start")

    def manage(self, *arguments):
        done = subprocess.run(["systemctl", "--no-block", *arguments, UNIT], capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(done.stderr.strip())

    def stop(self, number, seconds):
        pid = self.properties("MainPID")["MainPID"]
        if pid == "0":
            raise RuntimeError("the daemon does not run")
        if number == signal.SIGTERM:
            self.manage("stop")
        else:
            # Only the daemon, as a crash does; not the process beside it that covers the cameras.
            self.manage("kill", "--kill-whom=main", f"--signal={number}")
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.properties("MainPID")["MainPID"] != pid:
                return {"exit": -number if number != signal.SIGTERM else 0}
            time.sleep(0.05)
        raise RuntimeError(f"the daemon still runs {seconds} s after {signal.Signals(number).name}")

    def state(self):
        shown = self.properties("MainPID", "ActiveState", "SubState", "StatusText", "NFileDescriptorStore", "NRestarts", "ExecMainStatus")
        return {"pid": int(shown["MainPID"]) or None, "ready": shown["SubState"] == "running", "text": shown["StatusText"],
                "exit": int(shown["ExecMainStatus"]) if shown["ActiveState"] == "failed" else None, "stored": int(shown["NFileDescriptorStore"]), "restarts": int(shown["NRestarts"])}

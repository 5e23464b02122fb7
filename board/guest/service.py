"""Runs the daemon as systemd would: its own user, its own terminal (StandardInput=tty, TTYPath=/dev/tty1), a notify socket, and a store
for descriptors that outlives it."""

import array
import os
import pwd
import signal
import socket
import threading
import time

COMMAND = ["/board/bin/yuanbad", "--config", "/etc/yuanba/yuanbad.conf"]
USER = "yuanba"
NOTIFY = "/run/yuanba-notify"
LOG = "/out/yuanbad.log"
TERMINAL = "/dev/tty1"
FIRST_PASSED = 3  # SD_LISTEN_FDS_START


class Service:
    def __init__(self):
        self.process = None
        self.exit_status = None
        self.ready = False
        self.text = ""
        self.watchdog_at = None
        self.stored = {}
        self.lock = threading.Lock()
        self.notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.notify.bind(NOTIFY)
        os.chmod(NOTIFY, 0o666)
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        """sd_notify(3): READY=1, STATUS=…, WATCHDOG=1, and FDSTORE=1 with descriptors and FDNAME=…"""
        while True:
            data, ancillary, _, _ = self.notify.recvmsg(4096, socket.CMSG_SPACE(16 * 4))
            descriptors = array.array("i")
            for level, kind, content in ancillary:
                if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
                    descriptors.frombytes(content[:len(content) - len(content) % descriptors.itemsize])
            pairs = dict(line.split("=", 1) for line in data.decode(errors="replace").splitlines() if "=" in line)
            with self.lock:
                self.ready = self.ready or pairs.get("READY") == "1"
                self.text = pairs.get("STATUS", self.text)
                if pairs.get("WATCHDOG") == "1":
                    self.watchdog_at = time.monotonic()
                name = pairs.get("FDNAME", "stored")
                if pairs.get("FDSTOREREMOVE") == "1":
                    for descriptor in self.stored.pop(name, []):
                        os.close(descriptor)
                if pairs.get("FDSTORE") == "1":
                    self.stored.setdefault(name, []).extend(descriptors)
                else:
                    for descriptor in descriptors:
                        os.close(descriptor)

    def start(self, hold):
        """Starts the daemon; with `hold`, it gets the stored descriptors back, without it they are closed first."""
        with self.lock:
            if self.process is not None:
                raise RuntimeError("the daemon runs already")
            if not hold:
                for descriptor in sum(self.stored.values(), []):
                    os.close(descriptor)
                self.stored = {}
            self.ready, self.text, self.exit_status = False, "", None
            passed = [(name, descriptor) for name, all in self.stored.items() for descriptor in all]
            log = os.open(LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
            child = os.fork()
            if child == 0:
                self.become_daemon(passed, log)
            os.close(log)
            self.process = child
        threading.Thread(target=self.reap, args=(child,), daemon=True).start()

    def become_daemon(self, passed, log):
        try:
            # Out of the way of the numbers they are to have.
            high = [os.dup2(descriptor, 200 + index) for index, (_, descriptor) in enumerate(passed)]
            user = pwd.getpwnam(USER)
            # The leader of a new session gets the first terminal that it opens as its own.
            os.setsid()
            os.chown(TERMINAL, user.pw_uid, user.pw_gid)
            os.dup2(os.open(TERMINAL, os.O_RDWR), 0)
            os.dup2(log, 1)
            os.dup2(log, 2)
            for index, descriptor in enumerate(high):
                os.dup2(descriptor, FIRST_PASSED + index, inheritable=True)
            os.closerange(FIRST_PASSED + len(high), 1024)
            environment = {"PATH": "/board/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "NOTIFY_SOCKET": NOTIFY}
            if passed:
                environment |= {"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": str(len(passed)),
                                "LISTEN_FDNAMES": ":".join(name for name, _ in passed)}
            os.setgroups(os.getgrouplist(USER, user.pw_gid))
            os.setgid(user.pw_gid)
            os.setuid(user.pw_uid)
            os.chdir("/")
            os.execve(COMMAND[0], COMMAND, environment)
        except BaseException as error:
            os.write(2, f"the box could not start {COMMAND[0]}: {error}\n".encode())
        finally:
            os._exit(127)

    def reap(self, child):
        _, status = os.waitpid(child, 0)
        with self.lock:
            self.process, self.ready = None, False
            self.exit_status = os.waitstatus_to_exitcode(status)

    def stop(self, number, seconds):
        with self.lock:
            child = self.process
        if child is None:
            raise RuntimeError("the daemon does not run")
        os.kill(child, number)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with self.lock:
                if self.process is None:
                    return {"exit": self.exit_status}
            time.sleep(0.01)
        raise RuntimeError(f"the daemon still runs {seconds} s after {signal.Signals(number).name}")

    def state(self):
        with self.lock:
            return {"pid": self.process, "ready": self.ready, "text": self.text, "exit": self.exit_status,
                    "stored": sorted(self.stored),
                    "watchdog": None if self.watchdog_at is None else time.monotonic() - self.watchdog_at}

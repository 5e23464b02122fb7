"""The host's end of board/guest/agent.py."""

import json
import threading

from machine.qmp import connect
from machine.say import Problem


class Guest:
    """Requests may come from several threads; each waits for its own answer."""

    def __init__(self, path):
        self.socket = connect(path)
        self.answers = {}
        self.arrived = threading.Condition()
        self.gone = False
        self.number = 0
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        try:
            for line in self.socket.makefile("rb"):
                message = json.loads(line)
                with self.arrived:
                    self.answers[message.pop("id")] = message
                    self.arrived.notify_all()
        except (OSError, ValueError):
            pass
        with self.arrived:
            self.gone = True
            self.arrived.notify_all()

    def wait(self, number, seconds, what):
        with self.arrived:
            there = self.arrived.wait_for(lambda: number in self.answers or self.gone, seconds)
            if number in self.answers:
                return self.answers.pop(number)
        if there:
            raise Problem(f"The emulated box ended during: {what}.", 3)
        raise Problem(f"No answer from the emulated box in {seconds:.0f} s: {what}.", 3)

    def hello(self, seconds):
        """Waits for the agent to come up; returns the kernel's version and the display drivers by card."""
        return self.wait(0, seconds, "start-up")

    def ask(self, do, seconds=30, **arguments):
        with self.arrived:
            self.number += 1
            number = self.number
        self.socket.sendall(json.dumps({"id": number, "do": do, **arguments}).encode() + b"\n")
        answer = self.wait(number, seconds, do)
        if "error" in answer:
            raise Problem(f"{do}: {answer['error']}")
        return answer

    def run(self, command, seconds=30, user="root"):
        """Runs a shell command in the guest; returns (exit status, output)."""
        answer = self.ask("run", seconds + 5, command=command, timeout=seconds, user=user)
        return answer["status"], answer["output"]

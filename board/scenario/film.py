"""Screen dumps at a steady pace, while other steps go on. Only pictures that differ from the one before are kept."""

import threading
import time


class Film:
    def __init__(self, dump, interval):
        """`dump()` returns the Picture that the screen shows now; it is called every `interval` seconds."""
        self.dump, self.interval = dump, interval
        self.frames = []  # (seconds since the start, Picture); a picture stays until the next one
        self.count = 0
        self.moments = {}  # name → seconds since the start
        self.begin = time.monotonic()
        self.error = None
        self.ending = threading.Event()
        self.thread = threading.Thread(target=self.record, daemon=True)
        self.thread.start()

    def record(self):
        try:
            while not self.ending.is_set():
                at = time.monotonic() - self.begin
                picture = self.dump()
                self.count += 1
                if not self.frames or self.frames[-1][1] != picture:
                    self.frames.append((at, picture))
                self.ending.wait(max(0, self.count * self.interval - (time.monotonic() - self.begin)))
        except Exception as error:  # Told to the one who asks for the film.
            self.error = error

    def cut(self):
        """Ends the film and returns its length in seconds."""
        self.ending.set()
        self.thread.join()
        if self.error:
            raise self.error
        self.seconds = time.monotonic() - self.begin
        return self.seconds

    def black_seconds(self):
        """For how long the screen was black, all in all."""
        ends = [at for at, _ in self.frames[1:]] + [self.seconds]
        return sum(end - at for (at, picture), end in zip(self.frames, ends) if picture.is_black())

    def mark(self, name):
        self.moments[name] = time.monotonic() - self.begin

    def between(self, begin, end):
        """What was seen then, as (seconds since the start, Picture); the first may have begun before."""
        ends = [at for at, _ in self.frames[1:]] + [self.seconds]
        return [(at, picture) for (at, picture), gone in zip(self.frames, ends) if gone > begin and at < end]

    def write(self, folder, name):
        for number, (at, picture) in enumerate(self.frames):
            picture.write(folder / f"{name}-{number:02}-at-{at:05.1f}s.png")

    def __contains__(self, picture):
        return any(picture == frame for _, frame in self.frames)



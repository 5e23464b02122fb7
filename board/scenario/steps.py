"""The steps of a script: one function each, its docstring is the manual."""

import contextlib
import operator
import random
import re
import shutil
import subprocess
import time

from machine.say import Problem, say
from scenario import boot, pictures
from scenario.film import Film
from scenario.script import seconds
from township.forge import Forger
from township.stages import make as make_stages

STEPS = {}

# Steps' key names → QKeyCode names of QEMU's keyboard; all others come from the infrared remote.
KEYBOARD = {"up": "up", "down": "down", "left": "left", "right": "right", "ok": "ret", "back": "esc", "page-up": "pgup",
            "page-down": "pgdn", "power": "power", **{str(digit): str(digit) for digit in range(10)}}
REMOTE = ("up down left right ok back home menu tv channel-up channel-down page-up page-down red green yellow blue "
          "0 1 2 3 4 5 6 7 8 9").split()


def step(function):
    STEPS[function.__name__.rstrip("_").replace("_", "-")] = function
    return function


def manual():
    lines = []
    for function in STEPS.values():
        usage, _, about = function.__doc__.partition("\n")
        lines.append(f"  {usage}")
        lines.extend(f"      {line.strip()}" for line in about.strip().splitlines())
    return "\n".join(lines)


def limit_of(words, otherwise):
    """Takes a closing `within 90s` off the words."""
    if len(words) >= 2 and words[-2] == "within":
        return words[:-2], seconds(words[-1])
    return words, otherwise


def exactly(words, count, usage):
    if len(words) != count:
        raise Problem(f"the step is written: {usage}", 2)
    return words


# Waiting

@step
def until(session, it):
    """until ready | until TEXT [within 90s]
    Waits until content is on the screen, or until TEXT appears in `yuanba status`."""
    words, limit = limit_of(it.words(), 90)
    text = " ".join(words)
    end = time.monotonic() + limit
    while True:
        if text == "ready":
            service = session.guest.ask("service")
            if service["pid"] is None and service["exit"] is not None:
                raise Problem(f"the daemon ended with {service['exit']} before it was ready")
            with contextlib.suppress(Problem):
                if session.status()["state"] == "ready":
                    return
        elif text in session.status_text():
            return
        if time.monotonic() > end:
            raise Problem(f"not seen within {limit:.0f} s: {text}")
        time.sleep(0.2)


@step
def until_value(session, it):
    """until-value PATH OPERATOR VALUE [within 90s]
    Waits until a value of `yuanba status --json` compares so; see expect-value."""
    words, limit = limit_of(it.words(), 90)
    end = time.monotonic() + limit
    while True:
        try:
            problem = compare(session, words)
        except Problem as found:
            if found.status != 1:
                raise
            # No status yet, or not yet with that value.
            problem = str(found)
        if problem is None:
            return
        if time.monotonic() > end:
            raise Problem(f"{problem}, still after {limit:.0f} s")
        time.sleep(0.2)


@step
def until_log(session, it):
    """until-log TEXT [within 90s]
    Waits until TEXT appears in the daemon's log."""
    words, limit = limit_of(it.words(), 90)
    wait_for(lambda: " ".join(words) in log(session), limit, f"in the daemon's log: {' '.join(words)}")


@step
def wait(session, it):
    """wait 2s"""
    time.sleep(seconds(it.rest))


def wait_for(condition, limit, what):
    end = time.monotonic() + limit
    while not condition():
        if time.monotonic() > end:
            raise Problem(f"not seen within {limit:.0f} s: {what}")
        time.sleep(0.1)


# The remote

@step
def key(session, it):
    """key NAME [COUNT]
    Presses a key: up down left right ok back home menu tv channel-up channel-down page-up page-down red green
    yellow blue power 0…9. Arrows, digits, ok, back, power and page ± come from a keyboard, the others from an infrared remote;
    `key remote:NAME` takes the infrared remote for any of them."""
    words = it.words()
    for _ in range(int(words[1]) if len(words) > 1 else 1):
        press(session, words[0], 0.06)


@step
def hold(session, it):
    """hold NAME 3s
    Holds a key down for so long; it repeats as keys do."""
    name, length = exactly(it.words(), 2, "hold NAME 3s")
    press(session, name, seconds(length))


@step
def keys(session, it):
    """keys NAME,NAME… COUNT every 50ms
    Presses these keys of the infrared remote in turn, COUNT in all, from inside the guest."""
    words = exactly(it.words(), 4, "keys NAME,NAME… COUNT every 50ms")
    interval = seconds(words[3])
    took = session.guest.ask("press_many", int(words[1]) * interval * 4 + 60, names=words[0].split(","), count=int(words[1]),
                             interval=interval)
    say(f"    {words[1]} keys in {took['seconds']:.1f} s")


@step
def unplug(session, it):
    """unplug remote | unplug display | unplug stick
    Takes the infrared remote, the display or the stick away."""
    if it.rest == "remote":
        session.guest.ask("unplug")
    elif it.rest == "stick":
        session.machine.unplug_stick()
    else:
        cable(session, False)


@step
def plug(session, it):
    """plug remote | plug display | plug stick FILE
    Gives it back; or plugs a USB stick in that has the bytes of FILE in $OUT (with `usb: yes`)."""
    if it.rest == "remote":
        session.guest.ask("plug")
    elif it.rest.startswith("stick "):
        session.machine.plug_stick(session.out / it.rest.removeprefix("stick "))
    else:
        cable(session, True)


def press(session, name, length):
    via, _, bare = name.rpartition(":")
    if bare not in REMOTE and (via or bare not in KEYBOARD):
        raise Problem(f"there is no key '{bare}'; there are {' '.join(REMOTE)}", 2)
    if bare in KEYBOARD and via != "remote":
        session.machine.monitor.press(KEYBOARD[bare], length)
    else:
        session.guest.ask("press", length + 30, name=bare, length=length)


# The display

def cable(session, connected):
    if session.card == "virtio":
        session.machine.display(*(session.machine.size if connected else (0, 0)))
        return
    # vkms has no cable: the connector is forced off, and the change event is sent that a driver would send.
    card = session.card_name()
    demand(session, f"for c in /sys/class/drm/{card}-Virtual-*; do echo {'detect' if connected else 'off'} >$c/status; done; "
                    f"echo change >/sys/class/drm/{card}/uevent")


@step
def size(session, it):
    """size 1280x720
    The display becomes another one, of this size (virtio only)."""
    if session.card != "virtio":
        raise Problem("only the display of virtio-gpu can change its size", 2)
    session.machine.display(*map(int, it.rest.split("x")))


@step
def shot(session, it):
    """shot NAME [now|live]
    Waits until the daemon says that the screen has settled (with `now` it does not wait; with `live` until the cameras that are open are live,
    and takes another one if they were not afterwards, or were covered meanwhile), and writes what the display shows to NAME.png. A picture of
    vkms takes the emulated box seconds, in which it may not keep up with a camera: of that one it is only said."""
    name, *how = it.words()
    if how not in ([], ["now"], ["live"]):
        raise Problem(f"the step is written: {shot.__doc__.splitlines()[0]}", 2)
    end = time.monotonic() + 60
    while True:
        minute = session.clock()
        if not how:
            session.settle()
        before = liveness(session) if how == ["live"] else None
        picture = session.screen() if before or how != ["live"] else None
        if how == ["live"] and (picture is None or liveness(session) != before):
            if time.monotonic() > end:
                raise Problem("within 60 s the cameras did not stay live while a picture of the screen was taken")
            if picture is None or session.card != "vkms":
                time.sleep(0.2)
                continue
            say("    the cameras were not live all the time that this picture took")
        # The pages of home and of cards carry a clock.
        if session.clock() == minute:
            break
    session.shots[name], session.times[name] = picture, minute
    picture.write(session.out / f"{name}.png")
    say(f"    {session.out / name}.png, {picture.width}×{picture.height}")


def liveness(session):
    """Equal before and after a look at the screen if live pictures were on it throughout; None without."""
    status = session.status()
    cameras = [camera for camera in status["cameras"] if camera["state"] != "closed"]
    if not cameras or any(camera["state"] != "live" for camera in cameras):
        return None
    return [status["display"]["covered"]] + [camera["openings"] for camera in cameras]


@step
def until_shot(session, it):
    """until-shot NAME same|differs OTHER [within 30s]
    Takes shots until one is the same as, or differs from, the shot OTHER; it is then called NAME."""
    words, limit = limit_of(it.words(), 30)
    name, how, other = exactly(words, 3, "until-shot NAME same|differs OTHER")
    end = time.monotonic() + limit
    while True:
        picture = session.screen()
        if (picture == taken(session, other)) == (how == "same"):
            break
        if time.monotonic() > end:
            picture.write(session.out / f"{name}.png")
            raise Problem(f"within {limit:.0f} s no picture {'was the same as' if how == 'same' else 'differed from'} {other}")
        time.sleep(0.1)
    session.shots[name] = picture
    picture.write(session.out / f"{name}.png")


@step
def expect_shot(session, it):
    """expect-shot NAME same|differs OTHER | expect-shot NAME black|lit | expect-shot NAME size 1280x720
    Compares two shots pixel by pixel, or looks at one."""
    words = it.words()
    picture = taken(session, words[0])
    if words[1] in ("black", "lit"):
        if picture.is_black() != (words[1] == "black"):
            raise Problem(f"the picture {words[0]} is not {words[1]}")
    elif words[1] == "size":
        if f"{picture.width}x{picture.height}" != words[2]:
            raise Problem(f"the picture {words[0]} is {picture.width}x{picture.height}, not {words[2]}")
    elif words[1] in ("same", "differs"):
        same = picture == taken(session, words[2])
        if same != (words[1] == "same"):
            raise Problem(f"{words[0]} and {words[2]} " + ("are the same" if same else f"differ: {described(session, *words[::2])}"))
    else:
        raise Problem(f"the step is written: {expect_shot.__doc__.splitlines()[0]}", 2)


@step
def expect_page(session, it):
    """expect-page NAME PAGE [OPTION…]
    The shot NAME must be, pixel by pixel, what `yuanba preview --page PAGE OPTION…` draws of the published
    repository for the same minute."""
    name, page, *options = it.words()
    path = session.out / f"{name}-preview.png"
    picture = taken(session, name)
    session.repository.tool("preview", session.repository.files, "--village", session.repository.code(), "--page", page, "--size", f"{picture.width}x{picture.height}",
                            "--now", session.times[name], *options, "-o", path)
    session.shots[f"{name}-preview"] = pictures.read(path)
    if picture != session.shots[f"{name}-preview"]:
        raise Problem(f"the screen is not the preview of {page}: {described(session, name, f'{name}-preview')}")
    path.unlink()
    del session.shots[f"{name}-preview"]


def taken(session, name):
    if name not in session.shots:
        raise Problem(f"no shot {name} was taken", 2)
    return session.shots[name]


def described(session, one, two):
    first, second = session.shots[one], session.shots[two]
    found = first.difference(second)
    if found is None:
        return f"{first.width}×{first.height} and {second.width}×{second.height}"
    first.marked(second).write(session.out / f"{one}-difference.png")
    count, largest, (left, top, right, bottom) = found
    return (f"{count} pixels, by up to {largest}, within x {left}…{right}, y {top}…{bottom} "
            f"(red in {session.out}/{one}-difference.png)")


@step
def film(session, it):
    """film NAME [100ms]
    Begins to look at the display at this pace; other steps go on meanwhile."""
    name, pace = (it.words() + ["100ms"])[:2]
    if session.film:
        raise Problem("another film is running; end it with 'cut'", 2)
    session.film = Film(session.screen, seconds(pace))
    session.films[name] = session.film


@step
def cut(session, it):
    """cut
    Ends the film and writes each picture that differs from the one before it."""
    name = next(name for name, film in session.films.items() if film is session.film)
    film, session.film = session.film, None
    length = film.cut()
    film.write(session.out, name)
    session.notes[name] = {"seconds": round(length, 2), "looks": film.count, "pictures": len(film.frames),
                           "black": round(film.black_seconds(), 2)}
    say(f"    {film.count} looks in {length:.1f} s: {len(film.frames)} different pictures, black for {film.black_seconds():.1f} s")


@step
def moment(session, it):
    """moment NAME
    Gives the present a name in the film that is running."""
    if not session.film:
        raise Problem("no film is running", 2)
    session.film.mark(it.rest)


@step
def expect_film(session, it):
    """expect-film NAME never-black | expect-film NAME only SHOT… | expect-film NAME shows SHOT | expect-film NAME only SHOT… from MOMENT 300ms until MOMENT
    What a film must show: never a black screen, nothing but these shots, or this shot at some time. With `from` it is looked at from so long
    after one moment to another."""
    name, what, *shots = it.words()
    film = session.films[name]
    if what == "never-black":
        if any(picture.is_black() for _, picture in film.frames):
            raise Problem(f"the screen was black for {film.black_seconds():.1f} s")
    elif what == "only":
        frames = film.frames
        if "from" in shots:
            first, delay, _, last = exactly(shots[shots.index("from") + 1:], 4, "from MOMENT 300ms until MOMENT")
            shots = shots[:shots.index("from")]
            frames = film.between(film.moments[first] + seconds(delay), film.moments[last])
            since = [at for at, picture in film.between(film.moments[first], film.seconds) if any(picture == taken(session, shot) for shot in shots)]
            say(f"    seen from {max(0, since[0] - film.moments[first]):.2f} s after {first}" if since else f"    not seen after {first}")
        for at, picture in frames:
            if not any(picture == taken(session, shot) for shot in shots):
                raise Problem(f"after {at:.1f} s the screen showed something else than {' or '.join(shots)}")
    elif what == "shows":
        if taken(session, shots[0]) not in film:
            raise Problem(f"the screen never showed {shots[0]}")
    else:
        raise Problem(f"the step is written: {expect_film.__doc__.splitlines()[0]}", 2)


# What is said

@step
def expect(session, it):
    """expect TEXT | expect not TEXT
    TEXT must, or must not, stand in `yuanba status` now."""
    text = " ".join(it.words())
    wanted = not text.startswith("not ")
    text = text.removeprefix("not ")
    if (text in session.status_text()) != wanted:
        raise Problem(f"the status {'lacks' if wanted else 'has'}: {text}")


OPERATORS = {"==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


def compare(session, words):
    """None when the comparison holds, else what is wrong."""
    path, sign, wanted = exactly(words, 3, "expect-value PATH ==|!=|<|<=|>|>= VALUE")
    value = session.value(path)
    against = session.value(wanted) if wanted.startswith("note.") else wanted
    if isinstance(value, bool):
        value = str(value).lower()
    elif isinstance(value, (int, float)):
        against = float(against)
    else:
        value = str(value)
    return None if OPERATORS[sign](value, against) else f"{path} is {value}, not {sign} {against}"


@step
def expect_value(session, it):
    """expect-value PATH ==|!=|<|<=|>|>= VALUE
    Compares a value of `yuanba status --json`, given by its path such as display.commits. PATH and VALUE may be
    note.NAME, which a `note` has written down; note.driver is the kernel driver of the display."""
    problem = compare(session, it.words())
    if problem:
        raise Problem(problem)


@step
def note(session, it):
    """note NAME PATH
    Writes a value of `yuanba status --json` down under NAME and prints it."""
    name, path = exactly(it.words(), 2, "note NAME PATH")
    session.notes[name] = session.value(path)
    say(f"    {name} = {session.notes[name]}")


@step
def expect_log(session, it):
    """expect-log TEXT | expect-log not TEXT
    TEXT must, or must not, stand in the daemon's log (out/yuanbad.log)."""
    wanted = not it.rest.startswith("not ")
    text = it.rest.removeprefix("not ")
    if (text in log(session)) != wanted:
        raise Problem(f"the daemon's log {'lacks' if wanted else 'has'}: {text}")


def log(session):
    path = session.out / "yuanbad.log"
    return path.read_text(errors="replace") if path.exists() else ""


# The daemon and the guest

@step
def start(session, it):
    """start [empty-handed]
    Starts the daemon. It gets back the descriptors which it had left with the service manager, unless empty-handed."""
    session.guest.ask("start", hold=it.rest != "empty-handed")


@step
def stop(session, it):
    """stop
    Ends the daemon with SIGTERM and waits for it."""
    say(f"    it ended with {session.guest.ask('stop')['exit']}")


@step
def kill(session, it):
    """kill
    Ends the daemon with SIGKILL."""
    session.guest.ask("stop", signal=9)


@step
def power_cut(session, it):
    """power-cut [after 1s-6s]
    Takes the power away, now or at a random moment. What was written to a disk in /out, or to the one that `disk: 64M` gives ($OUT/disk.img), can
    be looked at with `host`."""
    if it.rest:
        earliest, latest = (seconds(word) for word in it.rest.removeprefix("after ").split("-"))
        moment = random.uniform(earliest, latest)
        say(f"    after {moment:.1f} s")
        time.sleep(moment)
    session.machine.power_off()


@step
def power_on(session, it):
    """power-on
    Boots the box of this machine again after power-cut: only its disk has kept anything. The daemon is not started."""
    session.machine.end()
    session.power_on()


@step
def repeat(session, it):
    """repeat COUNT … again
    What stands between is done so often."""


@step
def again(session, it):
    """again
    Ends what `repeat` began."""


@step
def power_cycle(session, it):
    """power-cycle [without-daemon]
    Takes the power away, and boots the same card again (ARM box only); in the same way but without the daemon, to compare with."""
    if it.rest not in ("", "without-daemon"):
        raise Problem(f"the step is written: {power_cycle.__doc__.splitlines()[0]}", 2)
    session.power_cycle(without_daemon=it.rest != "")


@step
def boot_stages(session, it):
    """boot-stages NAME [against OTHER]
    Prints how long this boot took until its stages were reached (ARM box only), and writes it down as note.NAME.userspace, .exec,
    .picture, .ready, .finished; and .ratio, the first picture's time against the whole of the boot OTHER. Of several boots of one NAME
    it is the median of each."""
    words = it.words()
    if len(words) not in (1, 3):
        raise Problem(f"the step is written: {boot_stages.__doc__.splitlines()[0]}", 2)
    boots = session.boots.setdefault(words[0], [])
    boots.append(boot.stages(session))
    say(f"    {boot.told(boots[-1])}")
    found = session.notes[words[0]] = boot.medians(boots)
    if len(boots) > 1:
        say(f"    medians of {len(boots)}: {boot.told(found)}")
    if len(words) == 3:
        other = session.notes[words[2]]
        # Whichever of the two has a daemon is held against the other.
        with_daemon, without = (found, other) if "picture" in found else (other, found)
        found["ratio"] = round(with_daemon["picture"] / without["finished"], 2)
        say(f"    first picture after {with_daemon['picture']:.1f} s, without a daemon all is up after {without['finished']:.1f} s: "
            f"ratio {found['ratio']}; with it {with_daemon['finished']:.1f} s: ratio {with_daemon['finished'] / without['finished']:.2f}")


@step
def run(session, it):
    """run COMMAND [within 5min]
    A shell command in the guest, as root; it must succeed within 60 s, or the time that is given. The output is printed. $CARD is the
    display's node, such as /dev/dri/card0, $PID the daemon's process."""
    command, limit = it.rest, 60
    if found := re.search(r" within ([0-9.]+(?:s|min))$", command):
        command, limit = command[:found.start()], seconds(found[1])
    demand(session, command, show=True, limit=limit)


@step
def run_as_daemon(session, it):
    """run-as-daemon COMMAND
    The same, as the daemon's user."""
    demand(session, it.rest, show=True, user="yuanba")


def demand(session, command, show=False, user="root", limit=60):
    variables = f"export CARD=/dev/dri/{session.card_name()} PID={session.guest.ask('service')['pid'] or ''}; "
    status, output = session.guest.run(variables + command, limit, user)
    if status != 0:
        raise Problem(f"the command ended with {status}: {command}\n{output.rstrip()}")
    if show and output.strip():
        print("\n".join("           " + line for line in output.rstrip().splitlines()), flush=True)


# The township

@step
def host(session, it):
    """host COMMAND
    A shell command on this machine; it must succeed. $VILLAGE is the copy of the (first) village's folder, $REPOSITORY
    the served repository, $KEYS, $YUANBA the tool, $OUT the folder of the results, $BOARD this folder, $URL the server,
    $NOW the time in the run."""
    done = subprocess.run(["/bin/sh", "-euc", it.rest], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, env=session.environment(), cwd=session.folder)
    if done.stdout.strip():
        print("\n".join("           " + line for line in done.stdout.rstrip().splitlines()), flush=True)
    if done.returncode != 0:
        raise Problem(f"the command ended with {done.returncode}: {it.rest}")


@step
def publish(session, it):
    """publish
    Publishes the copies of the village folders again."""
    session.repository.publish()


@step
def stages(session, it):
    """stages
    Publishes a small village at four times of its life, each into a repository of its own in $OUT/stages, and prints words of
    the page that the last of them has erased."""
    shutil.rmtree(session.out / "stages", ignore_errors=True)
    for line in make_stages(session.yuanba, session.out / "stages", session.repository.clock.now()):
        say(f"    {line}")


@step
def forge(session, it):
    """forge page ID TEXT | forge pictures ID TEXT
    The township signs nonsense: the page, or every picture that it names, becomes TEXT, and all above it is signed anew."""
    what, page, text = it.rest.split(" ", 2)
    forger = Forger(session.repository)
    if what == "page":
        forger.exchange_page(page, text.encode())
    elif what == "pictures":
        forger.exchange_pictures(page, text.encode())
    else:
        raise Problem("the step is written: forge page ID TEXT | forge pictures ID TEXT", 2)


@step
def server(session, it):
    """server stop | server start [at 20k]
    Stops or starts the web server; `at` makes each connection as slow as a bad line, in bytes a second."""
    rate = re.fullmatch(r"start(?: at (\d+k?))?", it.rest)
    if it.rest == "stop":
        session.server.stop()
    elif rate:
        session.server.start(rate[1])
    else:
        raise Problem("the step is written: server stop | server start [at 20k]", 2)


@step
def mark(session, it):
    """mark
    From here on the web server's requests are counted."""
    session.notes["mark"] = len(session.server.requests())


def since_mark(session):
    return session.server.requests()[session.notes.get("mark", 0):]


@step
def until_requests(session, it):
    """until-requests COUNT [within 30s]
    Waits until so many requests have come in since the mark."""
    words, limit = limit_of(it.words(), 30)
    wait_for(lambda: len(since_mark(session)) >= int(words[0]), limit, f"{words[0]} requests at the web server")


@step
def requests(session, it):
    """requests [most COUNT] [status CODE…] [bytes COUNT]
    Prints the requests since the mark, and expects at most so many, only these codes, at most so many bytes sent."""
    found = since_mark(session)
    sent = sum(request["sent"] for request in found)
    for request in found:
        print(f"           {request['method']} {request['path']} {request['status']} {request['sent']} bytes", flush=True)
    say(f"    {len(found)} requests, {sent} bytes on the wire")
    for what, numbers in re.findall(r"(most|status|bytes)((?: \d+)+)", it.rest):
        numbers = [int(number) for number in numbers.split()]
        if what == "most" and len(found) > numbers[0]:
            raise Problem(f"{len(found)} requests, more than {numbers[0]}")
        if what == "status" and any(request["status"] not in numbers for request in found):
            raise Problem(f"answers other than {numbers}")
        if what == "bytes" and sent > numbers[0]:
            raise Problem(f"{sent} bytes on the wire, more than {numbers[0]}")

"""Holds the colours of every pixel format of vivid, single- and multi-planar, BT.601 and BT.709, full and limited range, against the bars that
it shows. Prints a table; fails when a format is refused or too far off. Without the argument `all` the single-planar device is tried in one colour
encoding and the multi-planar one, which has all formats, in two."""

import subprocess
import sys

sys.path.insert(0, "/board/guest")
import vivid  # noqa: E402

# The largest difference that is a format's own: 5 bits of a component are 4 of 255 off at the most, 4 bits 9, 3 bits 18, 2 bits 43;
# chroma weighs up to 1.86, and vivid cuts where it could round. Formats of eight bits or more: two roundings, of vivid's and of ours.
# Hue has 180 or 256 steps of which each is up to 6 of the bars' 191; vivid cuts its fractions.
ALLOWED = {"RGB1": 43, "Y444": 40, "YUVO": 22, "YUVP": 22, "HSV3": 8, "HSV4": 8}
FOUR = "R444 XR12 AR12 RX12 RA12 XB12 AB12 BX12 GA12".split()
# vivid makes grey by BT.709 in full range, whatever it says that it does.
GREY = "GREY Y10 Y12 Y16 Y16-BE".split()
# vivid forgets its way of counting hue whenever a format of RGB is set: vivid_s_fmt_vid_cap writes the Y'CbCr encoding into tpg.hsv_enc. It then
# makes hue of 256 steps and says neither 180 nor 256. So its control is set anew before each of these, once to either.
HSV = ("HSV3", "HSV4")
FIVE = "RGBO XR15 AR15 RX15 RA15 XB15 AB15 BX15 BA15 RGBQ XR15-BE AR15-BE RGBP RGBR".split()


def allowed(fourcc):
    return ALLOWED.get(fourcc, 16 if fourcc in FOUR else 8 if fourcc in FIVE else 4 if fourcc == "BGRH" else 3)


def formats(bus, *only):
    """[(fourcc, display format, way, matrix, range, error or reason)]"""
    done = subprocess.run(["/board/bin/yuanba", "camera", "formats", bus, "--size", "320x180", "--fps", "60", "--bars", *only],
                          capture_output=True, text=True)
    if done.stderr:
        print(done.stderr)
    return [line.split(" ", 5) for line in done.stdout.splitlines()]


ENCODINGS = [(matrix, extent) for matrix in ("bt601", "bt709") for extent in ("full", "limited")]
SOME = {"platform:vivid-000": [("bt601", "limited")], "platform:vivid-002": [("bt601", "limited"), ("bt709", "full")]}


def main(everything):
    rows, problems = {}, []
    for path, bus in vivid.cameras():
        if bus.endswith("001"):
            continue  # The set of inputs is the same driver with the same formats.
        vivid.set_controls(path, test_pattern=0, osd_text_mode=2, colorspace=2, transfer_function=2)
        for matrix, extent in ENCODINGS if everything else SOME[bus]:
            vivid.set_controls(path, ycbcr_encoding=1 if matrix == "bt601" else 2, quantization=1 if extent == "full" else 2)
            found = [row for row in formats(bus) if row[0] not in HSV]
            for fourcc in HSV:
                for other, counting in ((1, 0), (0, 1)):
                    # A control that has its value already is not told to the driver.
                    vivid.set_controls(path, hsv_encoding=other)
                    vivid.set_controls(path, hsv_encoding=counting)
                    found += formats(bus, "--format", fourcc)
            for fourcc, display, way, *rest in found:
                row = rows.setdefault((bus, fourcc, display), {"way": set(), "errors": []})
                row["way"].add(way)
                if way == "refused":
                    row["errors"].append(" ".join(rest))
                    problems.append(f"{bus} {fourcc} {matrix} {extent}: {' '.join(rest)}")
                    continue
                row["errors"].append(rest[2])
                if rest[1] != extent:
                    row["errors"][-1] += f"({rest[1]})"
                if fourcc in GREY and (matrix, extent) != ("bt709", "full"):
                    continue
                if int(rest[2]) > allowed(fourcc):
                    problems.append(f"{bus} {fourcc} {matrix} {extent}: off by {rest[2]}")
    tried = "601 full, 601 limited, 709 full, 709 limited" if everything else "601 limited, 709 full"
    print(f"device              format   display  way           largest error: {tried}")
    for (bus, fourcc, display), row in rows.items():
        print(f"{bus:19} {fourcc:8} {display:8} {'/'.join(sorted(row['way'])):13} {' '.join(row['errors'])}")
    names = {fourcc for _, fourcc, _ in rows}
    print(f"{len(names)} formats, {len(rows)} with device")
    print("\n".join(problems) or "all within what their bits allow")
    return 1 if problems or not names else 0


sys.exit(main("all" in sys.argv))

#!/usr/bin/env python3
"""Draws the pictures of the demo village's road works: no photo of a real place, nobody on them, the same bytes each time.

Needs Pillow. The results are in the tree; run this only to change them.
"""
import math
import pathlib
import random

from PIL import Image, ImageDraw, ImageFilter

FOLDER = pathlib.Path(__file__).parent / "青溪坝村/7项目/三组道路硬化/照片"
WIDTH, HEIGHT, HORIZON = 1280, 960, 400


def landscape(seed, sky, hills, fields):
    image = Image.new("RGB", (WIDTH, HEIGHT), sky)
    draw = ImageDraw.Draw(image)
    chance = random.Random(seed)
    for layer, colour in enumerate(hills):
        base, phase = 250 + layer * 60, chance.random() * 6
        ridge = [(x, base + 50 * math.sin(x / 170 + phase) + 22 * math.sin(x / 61 + phase * 2)) for x in range(0, WIDTH + 1, 8)]
        draw.polygon(ridge + [(WIDTH, HEIGHT), (0, HEIGHT)], fill=colour)
    for step in range(9):
        # Terraces: each a little lower, wider and paler than the one before.
        y = HORIZON + step * step * 7
        shade = tuple(min(255, c + step * 5 + chance.randint(-4, 4)) for c in fields)
        edge = [(x, y + 9 * math.sin(x / 90 + step)) for x in range(0, WIDTH + 1, 16)]
        draw.polygon(edge + [(WIDTH, HEIGHT), (0, HEIGHT)], fill=shade)
    return image, draw, chance


def lane(draw, half, colour, bend):
    left, right = [], []
    for step in range(41):
        t = step / 40
        y = HORIZON + 24 + (HEIGHT - HORIZON - 24) * t
        centre = WIDTH * 0.5 + bend * (1 - t) * (1 - t)
        left.append((centre - half * (0.06 + t), y))
        right.append((centre + half * (0.06 + t), y))
    draw.polygon(left + right[::-1], fill=colour)
    return left, right


def grains(draw, chance, left, right, colours, count):
    for _ in range(count):
        step = int(41 * math.sqrt(chance.random())) % 41
        x = chance.uniform(left[step][0], right[step][0])
        size = 1 + 6 * step / 40 * chance.random()
        draw.ellipse((x - size, left[step][1] - size * 0.6, x + size, left[step][1] + size * 0.6), fill=chance.choice(colours))


def save(image, name):
    FOLDER.mkdir(parents=True, exist_ok=True)
    image.filter(ImageFilter.GaussianBlur(0.8)).save(FOLDER / name, quality=80, subsampling=2, optimize=True)


def earth():
    image, draw, chance = landscape(1, (196, 210, 214), [(120, 142, 134), (98, 126, 104)], (94, 128, 70))
    left, right = lane(draw, 430, (146, 108, 74), 260)
    grains(draw, chance, left, right, [(128, 92, 62), (166, 128, 92), (112, 82, 58)], 2600)
    for side in (-1, 1):
        pile = [(640 + side * 470 + x, 900 - 120 * math.exp(-(x / 70) ** 2) + chance.randint(-5, 5)) for x in range(-150, 151, 6)]
        draw.polygon(pile + [(640 + side * 470 + 150, 960), (640 + side * 470 - 150, 960)], fill=(132, 96, 66))
    save(image, "2026-08-25 路基开挖.jpg")


def base():
    image, draw, chance = landscape(2, (214, 218, 208), [(132, 150, 138), (108, 132, 100)], (128, 134, 70))
    left, right = lane(draw, 410, (168, 164, 156), 260)
    grains(draw, chance, left, right, [(150, 146, 138), (190, 186, 178), (134, 130, 124)], 3600)
    for track in (0.32, 0.68):
        line = [(a[0] + (b[0] - a[0]) * track, a[1]) for a, b in zip(left, right)]
        for a, b in zip(line, line[1:]):
            draw.line((a, b), fill=(146, 142, 134), width=max(2, int((b[1] - HORIZON) / 26)))
    # The roller stands at the side: drum, body, roof.
    draw.rectangle((900, 560, 1090, 650), fill=(214, 160, 50))
    draw.rectangle((960, 470, 1060, 484), fill=(70, 74, 76))
    for x in (968, 1048):
        draw.line((x, 484, x, 560), fill=(70, 74, 76), width=7)
    draw.ellipse((850, 590, 970, 710), fill=(92, 96, 98))
    draw.ellipse((888, 628, 932, 672), fill=(150, 152, 152))
    draw.ellipse((1040, 600, 1140, 700), fill=(58, 60, 62))
    save(image, "2026-09-28 路基压实.jpg")


def concrete():
    image, draw, chance = landscape(3, (206, 214, 220), [(126, 140, 142), (116, 130, 104)], (140, 130, 74))
    left, right = lane(draw, 410, (168, 164, 156), 260)
    grains(draw, chance, left, right, [(150, 146, 138), (190, 186, 178)], 1800)
    near = [n for n in range(41) if left[n][1] > 640]
    slab = [left[n] for n in near] + [right[n] for n in near][::-1]
    draw.polygon(slab, fill=(202, 203, 200))
    for n in near[:: 4]:
        draw.line((left[n], right[n]), fill=(176, 177, 174), width=4)
    for side in (left, right):
        draw.line([side[n] for n in near], fill=(140, 96, 58), width=18)
    # Wet straw mats keep the young concrete moist.
    mats = [n for n in near if left[n][1] > 800]
    draw.polygon([left[n] for n in mats] + [right[n] for n in mats][::-1], fill=(176, 156, 100))
    for _ in range(900):
        x, y = chance.uniform(left[mats[0]][0], right[mats[0]][0]), chance.uniform(804, 958)
        draw.line((x, y, x + chance.randint(-26, 26), y + chance.randint(-5, 5)), fill=chance.choice([(150, 130, 78), (200, 180, 122)]), width=2)
    save(image, "2026-11-02 浇筑第一段.jpg")


earth()
base()
concrete()

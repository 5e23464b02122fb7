#!/usr/bin/env python3
"""Draws the demo village's album: the square, the bridge, the road, the dryer. Nobody in them, no real place, the same bytes each time.

Needs Pillow and the Debian package fonts-noto-cjk. The results are in the tree; run this only to change them.
"""
import math
import pathlib
import random

from PIL import Image, ImageDraw, ImageFilter, ImageFont

FOLDER = pathlib.Path(__file__).parent / "青溪坝村" / "1村务" / "2026-10-28 秋天的青溪坝图集"
BOLD = "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc"
STEP = 2  # drawn at twice the size and scaled down, so that edges are smooth


class Scene:
    def __init__(self, width, height, seed, sky):
        self.width, self.height = width, height
        self.random = random.Random(seed)
        self.image = Image.new("RGB", (width * STEP, height * STEP))
        self.draw = ImageDraw.Draw(self.image)
        top, bottom = sky
        for y in range(height * STEP):
            share = y / (height * STEP)
            self.draw.line([(0, y), (width * STEP, y)], fill=tuple(round(a + (b - a) * share) for a, b in zip(top, bottom)))

    def points(self, points):
        return [(x * STEP, y * STEP) for x, y in points]

    def shape(self, points, fill):
        self.draw.polygon(self.points(points), fill=fill)

    def box(self, x, y, width, height, fill):
        self.draw.rectangle([x * STEP, y * STEP, (x + width) * STEP, (y + height) * STEP], fill=fill)

    def disc(self, x, y, radius, fill):
        self.draw.ellipse([(x - radius) * STEP, (y - radius) * STEP, (x + radius) * STEP, (y + radius) * STEP], fill=fill)

    def line(self, points, fill, width):
        self.draw.line(self.points(points), fill=fill, width=width * STEP, joint="curve")

    def text(self, x, y, text, size, fill):
        self.draw.text((x * STEP, y * STEP), text, font=ImageFont.truetype(BOLD, size * STEP, index=2), fill=fill, anchor="mm")

    def hills(self, base, swing, fill, shift):
        ridge = [
            (x, base - swing * (0.6 + 0.4 * math.sin(x / 210 + shift)) * abs(math.sin(x / 370 + shift)) - 12 * math.sin(x / 47 + shift))
            for x in range(-10, self.width + 11, 6)
        ]
        self.shape([(-10, self.height), *ridge, (self.width + 10, self.height)], fill)

    def tree(self, x, y, size, leaf):
        self.box(x - size * 0.06, y - size * 0.5, size * 0.12, size * 0.5, (110, 82, 58))
        for _ in range(26):
            angle, reach = self.random.random() * 2 * math.pi, self.random.random() * size * 0.3
            shade = self.random.randint(-14, 14)
            self.disc(
                x + math.cos(angle) * reach, y - size * 0.72 + math.sin(angle) * reach * 0.8, size * 0.16,
                tuple(max(0, min(255, c + shade)) for c in leaf))

    def house(self, x, y, width, height, wall=(236, 228, 208)):
        self.box(x, y - height, width, height, wall)
        self.shape([(x - 22, y - height), (x + width * 0.08, y - height * 1.42), (x + width * 0.92, y - height * 1.42),
                    (x + width + 22, y - height)], (96, 100, 104))
        for column in range(3):
            self.box(x + width * (0.14 + column * 0.28), y - height * 0.72, width * 0.15, height * 0.3, (122, 150, 160))
        self.box(x + width * 0.44, y - height * 0.38, width * 0.14, height * 0.38, (128, 84, 56))

    def save(self, name):
        image = self.image.resize((self.width, self.height), Image.LANCZOS).filter(ImageFilter.GaussianBlur(0.4))
        FOLDER.mkdir(parents=True, exist_ok=True)
        path = FOLDER / f"{name}.jpg"
        image.save(path, "JPEG", quality=82, optimize=True)
        print(f"{path.stat().st_size:7d} {image.width}x{image.height} {path.name}")


def square():
    scene = Scene(1600, 1200, 1, ((150, 190, 214), (232, 226, 206)))
    scene.hills(560, 240, (122, 150, 140), 0.4)
    scene.hills(640, 150, (96, 130, 104), 2.1)
    scene.house(120, 720, 420, 190)
    scene.house(1120, 730, 380, 170, (228, 214, 190))
    scene.shape([(0, 760), (1600, 760), (1600, 1200), (0, 1200)], (196, 188, 172))
    for row in range(12):
        y = 770 + row * row * 3.2
        scene.line([(0, y), (1600, y)], (176, 168, 152), 2)
    for column in range(-16, 17):
        scene.line([(800 + column * 52, 760), (800 + column * 190, 1200)], (176, 168, 152), 2)
    scene.box(560, 560, 480, 220, (150, 62, 48))
    scene.shape([(520, 570), (600, 470), (1000, 470), (1080, 570)], (86, 90, 96))
    scene.box(590, 610, 420, 120, (92, 40, 34))
    scene.text(800, 592, "青溪坝文化广场", 40, (246, 226, 170))
    for x in (590, 990):
        scene.box(x, 600, 20, 180, (120, 48, 38))
    for x in (250, 1370):
        scene.tree(x, 800, 240, (190, 150, 60))
    scene.save("文化广场，地面换成了透水砖")


def bridge():
    scene = Scene(1600, 1200, 2, ((168, 202, 220), (236, 232, 216)))
    scene.hills(520, 260, (116, 148, 142), 1.2)
    scene.hills(620, 170, (88, 124, 98), 3.0)
    scene.shape([(0, 700), (1600, 660), (1600, 1200), (0, 1200)], (104, 152, 168))
    for row in range(30):
        y = 720 + row * 16
        x = scene.random.randint(0, 1500)
        scene.line([(x, y), (x + scene.random.randint(60, 220), y)], (146, 188, 198), 3)
    scene.shape([(0, 690), (360, 760), (220, 1200), (0, 1200)], (126, 150, 92))
    scene.shape([(1600, 650), (1240, 740), (1400, 1200), (1600, 1200)], (118, 142, 86))
    deck = [(x, 640 - 90 * math.sin((x - 160) / 1280 * math.pi)) for x in range(160, 1441, 10)]
    scene.shape([*deck, (1440, 700), (160, 700)], (176, 168, 154))
    for middle, reach in ((480, 140), (800, 170), (1120, 140)):
        arch = [(middle + reach * math.cos(a / 20 * math.pi), 800 - reach * 1.35 * math.sin(a / 20 * math.pi)) for a in range(21)]
        scene.shape([*arch, (middle - reach, 820), (middle + reach, 820)], (104, 152, 168))
        scene.line(arch, (140, 132, 118), 8)
    scene.line([(x, y - 40) for x, y in deck], (150, 142, 128), 8)
    for x, y in deck[::8]:
        scene.line([(x, y), (x, y - 40)], (150, 142, 128), 7)
    scene.tree(120, 760, 320, (104, 140, 74))
    scene.tree(1500, 730, 280, (176, 148, 66))
    scene.save("青溪和石桥，桥栏杆新修过")


def road():
    scene = Scene(1600, 1200, 3, ((158, 196, 216), (234, 228, 210)))
    scene.hills(500, 250, (112, 146, 136), 2.4)
    scene.hills(600, 140, (90, 126, 96), 0.9)
    scene.shape([(0, 640), (1600, 620), (1600, 1200), (0, 1200)], (150, 162, 92))
    for row in range(16):
        y = 660 + row * row * 2.2
        scene.line([(0, y), (1600, y - 10)], (132, 148, 80), 3)
    scene.shape([(640, 640), (740, 638), (1330, 1200), (420, 1200)], (200, 196, 188))
    for part in range(9):
        y = 660 + part * part * 6.6
        left, right = 640 - (y - 640) * 0.393, 740 + (y - 640) * 1.05
        scene.line([(left, y), (right, y)], (178, 174, 166), 3)
    scene.line([(640, 640), (420, 1200)], (170, 166, 156), 8)
    scene.line([(740, 638), (1330, 1200)], (170, 166, 156), 8)
    for number in range(5):
        x, y = 560 - number * 92, 660 + number * 88
        scene.box(x, y - 150 - number * 30, 8, 150 + number * 30, (110, 112, 116))
        scene.disc(x + 4, y - 156 - number * 30, 12 + number * 2, (238, 228, 176))
    scene.house(1090, 700, 300, 130)
    scene.tree(1450, 760, 240, (108, 142, 72))
    scene.save("三组的路，正在一段一段浇")


def dryer():
    scene = Scene(1600, 1200, 4, ((176, 200, 212), (238, 230, 210)))
    scene.hills(540, 200, (118, 146, 134), 3.6)
    scene.shape([(0, 700), (1600, 700), (1600, 1200), (0, 1200)], (198, 182, 156))
    scene.box(180, 380, 900, 340, (232, 222, 200))
    scene.shape([(140, 390), (240, 260), (1020, 260), (1120, 390)], (104, 108, 114))
    scene.text(630, 440, "核桃烘干房", 54, (128, 52, 40))
    for column in range(4):
        scene.box(240 + column * 210, 520, 150, 200, (122, 84, 58))
        scene.line([(315 + column * 210, 520), (315 + column * 210, 720)], (96, 64, 44), 4)
    scene.box(1120, 300, 70, 420, (176, 120, 98))
    for ring in range(5):
        scene.disc(1155 + ring * 30, 270 - ring * 42, 34 + ring * 10, (226, 228, 226))
    for row in range(5):
        for column in range(26):
            x = 160 + column * 52 + (row % 2) * 26 + scene.random.randint(-8, 8)
            y = 860 + row * 62 + scene.random.randint(-6, 6)
            shade = scene.random.randint(-16, 16)
            scene.disc(x, y, 24, (150 + shade, 108 + shade, 66 + shade))
            scene.line([(x - 14, y), (x + 14, y)], (118 + shade, 80 + shade, 46 + shade), 3)
    scene.save("烘干房开机了，排号到11月")


def gate():
    scene = Scene(900, 1200, 5, ((160, 196, 216), (236, 230, 212)))
    scene.hills(560, 220, (114, 146, 136), 1.7)
    scene.shape([(0, 780), (900, 780), (900, 1200), (0, 1200)], (146, 158, 94))
    scene.shape([(380, 780), (520, 780), (760, 1200), (140, 1200)], (200, 194, 184))
    scene.box(430, 420, 70, 380, (112, 84, 60))
    scene.line([(465, 560), (300, 430)], (112, 84, 60), 34)
    scene.line([(465, 520), (640, 400)], (112, 84, 60), 30)
    for _ in range(150):
        angle, reach = scene.random.random() * 2 * math.pi, scene.random.random() ** 0.5
        shade = scene.random.randint(-18, 18)
        scene.disc(
            465 + math.cos(angle) * reach * 330, 310 + math.sin(angle) * reach * 210, 46, (96 + shade, 132 + shade, 66 + shade))
    scene.box(120, 800, 210, 120, (168, 162, 150))
    scene.text(225, 860, "青溪坝村", 44, (146, 40, 34))
    scene.save("村口的黄葛树，去年支了架子")


def solar():
    scene = Scene(1600, 900, 6, ((140, 184, 212), (222, 228, 220)))
    scene.hills(420, 190, (118, 150, 142), 0.2)
    scene.box(140, 460, 1320, 440, (226, 218, 200))
    for column in range(6):
        scene.box(220 + column * 210, 600, 120, 150, (122, 150, 160))
    for row in range(2):
        for column in range(9):
            x, y = 170 + column * 140 + row * 20, 380 - row * 92
            scene.shape([(x, y + 80), (x + 28, y), (x + 148, y), (x + 120, y + 80)], (42, 66, 108))
            for part in range(1, 4):
                scene.line([(x + 28 * (1 - part / 4), y + 20 * part), (x + 120 + 28 * (1 - part / 4), y + 20 * part)], (96, 124, 164), 2)
            scene.line([(x + 88, y), (x + 60, y + 80)], (96, 124, 164), 2)
    scene.text(800, 548, "青溪坝村民委员会", 44, (146, 40, 34))
    scene.save("楼顶光伏60千瓦，三季度收益8600元")


if __name__ == "__main__":
    square()
    bridge()
    road()
    dryer()
    gate()
    solar()

#!/usr/bin/env python3
"""Draws the demo village's voucher photos and pictures: no photo of a real thing, no real name, the same bytes each time.

Needs Pillow and the Debian packages fonts-noto-cjk and fonts-arphic-ukai. The results are in the tree; run this only to change them.
"""
import math
import pathlib
import random

from PIL import Image, ImageDraw, ImageFilter, ImageFont

VILLAGE = pathlib.Path(__file__).parent / "青溪坝村"
SANS = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
BOLD = "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc"
SERIF = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc"
HAND = "/usr/share/fonts/truetype/arphic/ukai.ttc"
SIMPLIFIED = 2  # index of the SC face in the Noto collections
INK = (38, 38, 44)
PEN = (28, 44, 120)
RULE = (120, 70, 60)
SEAL = (200, 30, 36)


def font(path, size):
    return ImageFont.truetype(path, size, index=SIMPLIFIED if "Noto" in path else 0)


def words(yuan):
    """大写 of an amount written with two decimals."""
    digits, units = "零壹贰叁肆伍陆柒捌玖", ["", "拾", "佰", "仟"]
    whole, cents = yuan.replace(",", "").split(".")
    out, zero = "", False
    for place, digit in enumerate(whole):
        power = len(whole) - 1 - place
        if digit == "0":
            zero = True
        else:
            out += ("零" if zero and out else "") + digits[int(digit)] + units[power % 4]
            zero = False
        if power == 4:
            out += "万"
    out += "元"
    if cents == "00":
        return out + "整"
    out += (digits[int(cents[0])] + "角") if cents[0] != "0" else "零"
    return out + ((digits[int(cents[1])] + "分") if cents[1] != "0" else "整")


class Paper:
    def __init__(self, width, height, tint, seed):
        self.random = random.Random(seed)
        self.image = Image.new("RGB", (width, height), tint)
        self.draw = ImageDraw.Draw(self.image)
        self.width, self.height = width, height

    def text(self, x, y, text, size=30, path=SANS, fill=INK, anchor="la"):
        self.draw.text((x, y), text, font=font(path, size), fill=fill, anchor=anchor)

    def hand(self, x, y, text, size=36, fill=PEN, anchor="la"):
        """Handwriting: each character a little off the line."""
        face = font(HAND, size)
        if anchor[0] == "r":
            x -= face.getlength(text)
        elif anchor[0] == "m":
            x -= face.getlength(text) / 2
        for character in text:
            drop = self.random.uniform(-2.5, 2.5)
            self.draw.text((x, y + drop), character, font=face, fill=fill)
            self.draw.text((x + 1, y + drop), character, font=face, fill=fill)
            x += face.getlength(character) + self.random.uniform(-1, 1)

    def line(self, x0, y0, x1, y1, width=2, fill=RULE):
        self.draw.line((x0, y0, x1, y1), fill=fill, width=width)

    def seal(self, x, y, around, below, radius=125):
        scale = 2
        size = radius * 2 * scale
        layer = Image.new("RGBA", (size, size), (0, 0, 0, 0))
        draw = ImageDraw.Draw(layer)
        draw.ellipse((8, 8, size - 8, size - 8), outline=SEAL + (215,), width=12)
        centre = size / 2
        star = []
        for corner in range(10):
            reach = 62 if corner % 2 == 0 else 25
            angle = math.pi * corner / 5 - math.pi / 2
            star.append((centre + reach * math.cos(angle), centre + reach * math.sin(angle)))
        draw.polygon(star, fill=SEAL + (215,))
        face = font(SERIF, 52)
        span = math.radians(250)
        for index, character in enumerate(around):
            angle = -span / 2 + span * index / (len(around) - 1)
            glyph = Image.new("RGBA", (80, 80), (0, 0, 0, 0))
            ImageDraw.Draw(glyph).text((40, 40), character, font=face, fill=SEAL + (215,), anchor="mm")
            glyph = glyph.rotate(-math.degrees(angle), resample=Image.Resampling.BICUBIC)
            reach = size / 2 - 58
            layer.alpha_composite(
                glyph, (int(centre + reach * math.sin(angle)) - 40, int(centre - reach * math.cos(angle)) - 40))
        draw.text((centre, size * 0.79), below, font=font(SERIF, 38), fill=SEAL + (215,), anchor="mm")
        worn = Image.new("L", (size // 8, size // 8))
        worn.putdata([self.random.choice([255, 255, 235, 205, 160]) for _ in range((size // 8) ** 2)])
        alpha = layer.getchannel("A").point(lambda value: value)
        soft = worn.resize((size, size), Image.Resampling.BICUBIC)
        layer.putalpha(Image.composite(alpha, alpha.point(lambda value: value // 2), soft))
        layer = layer.rotate(self.random.uniform(-14, 14), resample=Image.Resampling.BICUBIC)
        layer = layer.resize((radius * 2, radius * 2), Image.Resampling.LANCZOS)
        self.image.paste(layer, (int(x - radius), int(y - radius)), layer)

    def footer(self):
        self.text(self.width / 2, self.height - 26, "演示样张，单位和内容均为虚构", 18, fill=(150, 150, 150), anchor="mm")


def receipt(number, date, payer, matter, amount, seed, signer="唐某"):
    paper = Paper(1320, 760, (250, 244, 226), seed)
    paper.text(660, 74, "收 款 收 据", 58, SERIF, RULE, "mm")
    paper.line(430, 116, 890, 116, 3)
    paper.line(430, 124, 890, 124, 1)
    paper.text(1240, 70, "№ " + number, 38, SERIF, SEAL, "rm")
    paper.hand(90, 134, date, 34)
    top, bottom, left, right = 190, 600, 70, 1250
    for y in (top, 290, 390, 490, bottom):
        paper.line(left, y, right, y)
    for x in (left, right):
        paper.line(x, top, x, bottom)
    for y, label, value in ((240, "今收到", payer), (340, "交  来", matter), (440, "人民币（大写）", words(amount))):
        paper.text(94, y, label, 32, SERIF, RULE, "lm")
        paper.hand(380, y - 24, value, 42)
    paper.text(94, 545, "小写", 32, SERIF, RULE, "lm")
    paper.hand(380, 521, "￥" + amount, 44)
    paper.text(94, 650, "收款单位（盖章）", 28, SERIF, RULE, "lm")
    paper.text(820, 650, "收款人", 28, SERIF, RULE, "lm")
    paper.hand(930, 628, signer, 40)
    paper.text(1240, 160, "第二联　交款人", 22, fill=RULE, anchor="rm")
    paper.seal(470, 600, "青溪坝村民委员会", "财务专用章")
    paper.footer()
    return paper.image


def sheet(title, note, columns, rows, total, seed, size=(1320, 900), seal=None, signatures=(), tint=(250, 250, 246)):
    """A printed form filled in by hand. `columns`: (head, width, right-aligned?)."""
    width, height = size
    paper = Paper(width, height, tint, seed)
    paper.text(width / 2, 66, title, 46, SERIF, INK, "mm")
    paper.text(70, 124, note, 26, anchor="lm")
    scale = (width - 140) / sum(column[1] for column in columns)
    edges = [70.0]
    for column in columns:
        edges.append(edges[-1] + column[1] * scale)
    top = 160
    step = min(104 if height > width else 64, (height - top - 190) / (len(rows) + 2))
    lines = len(rows) + 1 + (1 if total else 0)
    for index in range(lines + 1):
        paper.line(70, top + index * step, width - 70, top + index * step, 2, INK)
    for index, edge in enumerate(edges):
        inner = total and 0 < index < len(edges) - 2  # the sum in words runs over these columns
        paper.line(edge, top, edge, top + (lines - (1 if inner else 0)) * step, 2, INK)
    for column, left, right in zip(columns, edges, edges[1:]):
        paper.text((left + right) / 2, top + step / 2, column[0], 27, BOLD, anchor="mm")
    for index, row in enumerate(rows):
        y = top + (index + 1) * step
        for cell, column, left, right in zip(row, columns, edges, edges[1:]):
            if cell == "▇":  # a signature, covered before it was photographed
                paper.draw.rectangle((left + 22, y + 14, right - 22, y + step - 14), fill=(30, 30, 34))
            elif column[2]:
                paper.hand(right - 14, y + step / 2 - 19, cell, 33, anchor="ra")
            else:
                paper.hand(left + 14, y + step / 2 - 19, cell, 33)
    if total:
        y = top + (len(rows) + 1) * step
        paper.text(84, y + step / 2, "合计", 29, BOLD, anchor="lm")
        paper.hand(width - 84, y + step / 2 - 20, total, 36, anchor="ra")
        paper.hand(190, y + step / 2 - 18, words(total), 31)
    x = 70
    for label, name in signatures:
        paper.text(x, height - 90, label, 28, anchor="lm")
        paper.hand(x + 28 * len(label) + 16, height - 110, name, 38)
        x += (width - 140) / max(1, len(signatures))
    if seal:
        paper.seal(width - 260, height - 190, seal[0], seal[1], 118)
    paper.footer()
    return paper.image


def table_top(size, shade, seed):
    """A wooden table: long grain, drawn small and stretched."""
    maker = random.Random(seed)
    width, height = size
    strip = Image.new("RGB", (24, 220))
    pixels, value = [], 0.0
    for _ in range(220):
        value = value * 0.86 + maker.uniform(-9, 9)
        for _ in range(24):
            shift = value + maker.uniform(-2, 2)
            pixels.append(tuple(max(0, min(255, int(part + shift))) for part in shade))
    strip.putdata(pixels)
    return strip.resize(size, Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(1.2))


def photograph(page, seed, size=(1600, 1200), shade=(122, 92, 66)):
    """The page on a table as a phone sees it from above: turned a little, with a shadow, light falling off, fine noise."""
    maker = random.Random(seed)
    scene = table_top(size, shade, seed)
    margin = 0.93
    scale = min(size[0] * margin / page.width, size[1] * margin / page.height)
    page = page.resize((int(page.width * scale), int(page.height * scale)), Image.Resampling.LANCZOS).convert("RGBA")
    turned = page.rotate(maker.uniform(-2.0, 2.0), resample=Image.Resampling.BICUBIC, expand=True)
    x, y = (size[0] - turned.width) // 2, (size[1] - turned.height) // 2
    shadow = Image.new("RGBA", size, (0, 0, 0, 0))
    shadow.paste((0, 0, 0, 120), (x + 12, y + 16), turned.getchannel("A"))
    scene = scene.convert("RGBA")
    scene.alpha_composite(shadow.filter(ImageFilter.GaussianBlur(14)))
    scene.alpha_composite(turned, (x, y))
    light = Image.new("L", (32, 24))
    lamp = (maker.uniform(8, 24), maker.uniform(4, 12))
    light.putdata([
        int(255 - min(70, 2.6 * math.hypot(column - lamp[0], row - lamp[1]))) for row in range(24) for column in range(32)])
    light = light.resize(size, Image.Resampling.BICUBIC)
    dark = Image.new("RGB", size, (22, 18, 14))
    return Image.composite(scene.convert("RGB"), dark, light)


def save(image, month, name, quality=68, exif=None):
    path = VILLAGE / "2财务" / month / "凭证" / f"{name}.jpg"
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path, "JPEG", quality=quality, optimize=True, **({"exif": exif} if exif else {}))
    print(f"{path.stat().st_size:7d} {image.width}x{image.height} {path.relative_to(VILLAGE)}")


def phone_exif(orientation):
    """What a phone leaves in a photo and what must not reach a screen; the place is in the open sea."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "YUANBA-DEMO"
    exif[0x0110] = "FICTIONAL PHONE 1"
    exif.get_ifd(0x8825).update({1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)})
    return exif


def october():
    month = "2026-10"
    save(photograph(receipt("0009", "2026年10月3日", "青溪林业专业合作社", "六组集体林地承包费，120亩", "12000.00", 9), 9), month, "0009")
    page = sheet(
        "垃 圾 清 运 结 算 单", "付款单位：青溪坝村民委员会　　2026年10月8日",
        [("日期", 20, False), ("车次", 10, True), ("从哪里到哪里", 40, False), ("单价（元）", 18, True), ("金额（元）", 18, True)],
        [["9月11日", "1", "各组收集点到镇转运站", "1600.00", "1600.00"], ["9月25日", "1", "各组收集点到镇转运站", "1600.00", "1600.00"],
         ["", "", "", "", ""]],
        "3200.00", 12, seal=("桐林镇清洁服务队", "结算专用章"), signatures=[("经手人", "何某"), ("审批", "陈某")])
    save(photograph(page, 12, shade=(96, 104, 108)), month, "0012")
    page = sheet(
        "桐林镇财政所 拨款通知单", "收款单位：青溪坝村民委员会　　2026年10月11日",
        [("项目", 40, False), ("期间", 24, False), ("金额（元）", 24, True)],
        [["村公资金", "2026年三季度", "24500.00"], ["", "", ""]],
        "24500.00", 13, size=(1320, 780), seal=("桐林镇财政所", "拨款专用章"), signatures=[("经办", "唐某")], tint=(246, 248, 240))
    save(photograph(page, 13), month, "0013")
    page = sheet(
        "送 货 单", "2026年10月15日　三组路灯维修",
        [("货名", 32, False), ("数量", 14, True), ("单价", 18, True), ("金额", 20, True)],
        [["LED灯头", "6个", "185.00", "1110.00"], ["铝芯电缆", "80米", "5.20", "416.00"], ["接线盒", "6个", "12.00", "72.00"],
         ["抱箍螺丝", "1批", "", "62.50"], ["登高人工", "1天", "200.00", "200.00"]],
        "1860.50", 14, size=(960, 1280), seal=("桐林镇利民五金店", "发货专用章"), signatures=[("收货", "赵某"), ("验收", "李某")],
        tint=(250, 240, 240))
    # As a phone held upright stores it: pixels lying, EXIF orientation 6 says how to turn them.
    upright = photograph(page, 14, size=(1200, 1600), shade=(88, 74, 58))
    save(upright.transpose(Image.Transpose.ROTATE_90), month, "0014", exif=phone_exif(6))
    names = ["张＊明", "李＊芳", "王＊", "何＊秀", "罗＊平", "唐＊国", "欧阳＊华", "谢＊珍"]
    page = sheet(
        "重阳节慰问金签领表（第1页，共6页）", "每户150元，共47户　　2026年10月19日",
        [("序号", 9, True), ("姓名", 20, False), ("组", 14, False), ("金额（元）", 18, True), ("签名（已遮盖）", 30, False)],
        [[str(index + 1), name, group, "150.00", "▇"] for index, (name, group) in enumerate(
            zip(names, ["一组", "一组", "一组", "二组", "二组", "二组", "三组", "三组"]))],
        None, 16, size=(1320, 940), signatures=[("发放人", "周某"), ("监督", "蒋某"), ("6页合计", "7050.00元")])
    save(photograph(page, 16), month, "0016")
    page = sheet(
        "水渠清淤用工登记表", "二组至五组干渠1.8公里　　每个工300元　　2026年10月24日",
        [("段", 30, False), ("人数", 12, True), ("天数", 12, True), ("工", 12, True), ("金额（元）", 20, True), ("组长签字", 18, False)],
        [["二组分水口到晒坝", "3", "2", "6", "1800.00", "刘某"], ["三组晒坝到路口", "2", "2", "4", "1200.00", "李某"],
         ["四组涵洞", "2", "1", "2", "600.00", "吴某"], ["五组到抽水站", "3", "2", "6", "1800.00", "郑某"]],
        "5400.00", 18, seal=("青溪坝村民委员会", "财务专用章"), signatures=[("经手人", "罗某"), ("审批", "陈某")])
    save(photograph(page, 18, shade=(110, 84, 60)), month, "0018")
    page = sheet(
        "电费结算清单", "户名：青溪坝村民委员会　　2026年7月至9月",
        [("用电地点", 30, False), ("电量（度）", 20, True), ("单价（元）", 18, True), ("金额（元）", 22, True)],
        [["村委会办公楼", "2860", "0.54", "1544.40"], ["文化广场", "1240", "0.54", "669.60"], ["抽水站（农用）", "3460", "0.48", "1660.80"]],
        "3874.80", 21, size=(1320, 820), seal=("桐林镇供电服务站", "收费专用章"), tint=(242, 248, 248))
    save(photograph(page, 21), month, "0021")
    page = sheet(
        "保洁员补助发放表", "2026年10月　　打卡发放",
        [("姓名", 20, False), ("片区", 30, False), ("出勤（天）", 16, True), ("金额（元）", 20, True), ("签名（已遮盖）", 24, False)],
        [["王＊", "一组、二组、三组", "30", "1485.00", "▇"], ["谢＊珍", "四组、五组", "30", "1485.00", "▇"],
         ["彭＊全", "六组、七组、八组", "30", "1485.00", "▇"]],
        "4455.00", 17, size=(1320, 800), seal=("青溪坝村民委员会", "财务专用章"), signatures=[("经手人", "何某")])
    save(photograph(page, 17, shade=(96, 104, 108)), month, "0017")


def september():
    month = "2026-09"
    page = sheet(
        "垃 圾 清 运 结 算 单", "付款单位：青溪坝村民委员会　　2026年9月2日",
        [("日期", 20, False), ("车次", 10, True), ("从哪里到哪里", 40, False), ("单价（元）", 18, True), ("金额（元）", 18, True)],
        [["8月12日", "1", "各组收集点到镇转运站", "1600.00", "1600.00"], ["8月27日", "1", "各组收集点到镇转运站", "1600.00", "1600.00"],
         ["", "", "", "", ""]],
        "3200.00", 101, seal=("桐林镇清洁服务队", "结算专用章"), signatures=[("经手人", "何某"), ("审批", "陈某")])
    save(photograph(page, 101), month, "0001")
    save(photograph(receipt("0003", "2026年9月10日", "青溪茶叶专业合作社", "七组集体茶园承包费，45亩", "9000.00", 103), 103,
                    shade=(96, 104, 108)), month, "0003-1")
    save(photograph(receipt("0003", "2026年9月10日", "烘干房8月记账单13张", "核桃烘干房租金（8月）", "2600.00", 113), 113,
                    shade=(96, 104, 108)), month, "0003-2")
    page = sheet(
        "送 货 单", "2026年9月12日　三组路灯维修",
        [("货名", 32, False), ("数量", 14, True), ("单价", 18, True), ("金额", 20, True)],
        [["LED灯头", "2个", "185.00", "370.00"], ["电线", "20米", "3.50", "70.00"], ["登高人工", "1天", "200.00", "200.00"], ["", "", "", ""]],
        "640.00", 104, size=(1240, 860), seal=("桐林镇利民五金店", "发货专用章"), signatures=[("收货", "赵某"), ("验收", "李某")],
        tint=(250, 240, 240))
    save(photograph(page, 104), month, "0004")
    page = sheet(
        "电费结算清单", "户名：青溪坝村民委员会　　2026年8月",
        [("用电地点", 30, False), ("电量（度）", 20, True), ("单价（元）", 18, True), ("金额（元）", 22, True)],
        [["村委会办公楼", "2390", "0.54", "1290.60"], ["文化广场", "1000", "0.54", "540.00"], ["抽水站（农用）", "2260", "0.48", "1084.80"]],
        "2915.40", 108, size=(1320, 820), seal=("桐林镇供电服务站", "收费专用章"), tint=(242, 248, 248))
    save(photograph(page, 108, shade=(110, 84, 60)), month, "0008")


def august():
    month = "2026-08"
    page = sheet(
        "垃 圾 清 运 结 算 单", "付款单位：青溪坝村民委员会　　2026年8月3日",
        [("日期", 20, False), ("车次", 10, True), ("从哪里到哪里", 40, False), ("单价（元）", 18, True), ("金额（元）", 18, True)],
        [["7月9日", "1", "各组收集点到镇转运站", "1600.00", "1600.00"], ["7月23日", "1", "各组收集点到镇转运站", "1600.00", "1600.00"],
         ["", "", "", "", ""]],
        "3200.00", 188, seal=("桐林镇清洁服务队", "结算专用章"), signatures=[("经手人", "何某"), ("审批", "陈某")])
    save(photograph(page, 188), month, "0088")
    page = sheet(
        "饮水管抢修材料和人工", "五组　　2026年8月10日",
        [("名称", 36, False), ("数量", 14, True), ("单价（元）", 18, True), ("金额（元）", 20, True)],
        [["PE管 63毫米", "40米", "22.00", "880.00"], ["接头、弯头", "1批", "", "220.00"], ["挖机半天", "1", "600.00", "600.00"],
         ["人工", "2个工", "240.00", "480.00"]],
        "2180.00", 191, seal=("青溪坝村民委员会", "财务专用章"), signatures=[("经手人", "赵某"), ("审批", "陈某")])
    save(photograph(page, 191, shade=(88, 74, 58)), month, "0091")
    save(photograph(receipt("0097", "2026年8月26日", "桐林镇再生资源回收站", "旧水泵一台处置", "450.00", 197), 197), month, "0097")


def dryer_map():
    """Where the drying house stands: a sketch map for the walnut notice."""
    image = Image.new("RGB", (1200, 675), (238, 236, 222))
    draw = ImageDraw.Draw(image)

    def wind(middle, swing, fall):
        return [(x, middle + swing * math.sin(x / 190) - fall * x / 1200) for x in range(-20, 1240, 3)]

    for points, colour, half in ((wind(580, 22, 110), (130, 176, 208), 27), (wind(330, 14, 90), (196, 184, 160), 13)):
        for x, y in points:
            draw.ellipse((x - half, y - half, x + half, y + half), fill=colour)
    draw.line([(700, 270), (716, 345)], fill=(196, 184, 160), width=18)

    def house(x, y, label, fill, below=True):
        draw.rectangle((x - 44, y - 30, x + 44, y + 30), fill=fill, outline=INK, width=3)
        draw.polygon([(x - 58, y - 30), (x, y - 72), (x + 58, y - 30)], fill=(150, 92, 72), outline=INK)
        draw.text((x, y + 62 if below else y - 100), label, font=font(BOLD, 34), fill=INK, anchor="mm")

    house(250, 200, "村委会", (250, 250, 244))
    house(560, 376, "抽水站", (250, 250, 244))
    house(800, 366, "烘干房", (244, 200, 96))
    house(1030, 130, "五组晒坝", (250, 250, 244))
    draw.text((110, 630), "青溪河", font=font(SERIF, 36), fill=(44, 92, 136), anchor="mm")
    draw.text((420, 262), "村道", font=font(SANS, 28), fill=(110, 96, 70), anchor="mm")
    draw.text((1180, 650), "示意图，不按比例", font=font(SANS, 24), fill=(120, 116, 100), anchor="rm")
    path = VILLAGE / "1村务" / "图片" / "烘干房位置.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    image.quantize(64).save(path, "PNG", optimize=True)
    print(f"{path.stat().st_size:7d} {image.width}x{image.height} {path.relative_to(VILLAGE)}")


if __name__ == "__main__":
    october()
    september()
    august()
    dryer_map()

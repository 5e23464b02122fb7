"""Makes village folders in which everything is wrong that a folder can have wrong, runs `yuanba check --all` on them, prints what it says, and
holds it against what each file is there for: one clear message. The one good notice has to go out whatever stands beside it."""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import zipfile

TOP = pathlib.Path(__file__).resolve().parents[2]
OFFICE = TOP / "Tests" / "PublishingTests" / "Fixtures"

FACTS = "项目,内容\n村名,青溪坝村\n镇名,桐林镇\n村代码,999999\n村务监督电话,028-0000-0001\n"
ROWS = "日期,摘要,类别,收入,支出,凭证号,经手人,审批人,备注\n"
TAIL = "公布日期,2026-11-05\n审核,村务监督委员会 2026-11-04\n"
GOOD = "1村务/2026-11-03 停水通知.md"


def book(rows, opening="1000.00", closing="900.00", head=ROWS, above=""):
    return f"{above}期初,{opening}\n期末,{closing}\n{TAIL}{head}{rows}\n"


def roll(rows, head="姓名,组,备注\n", until="下屏日期,2027-01-31\n"):
    return f"{until}公布日期,2026-11-05\n{head}{rows}\n"


def mixed():
    first = book("10月5日,集体林地承包费,公益支出,,100,,,,", closing="900.00")
    return first.encode() + "10月6日,三组路灯维修,公益支出,,50,,,,\n".encode("gb18030")


def bomb(folder):
    path = folder / "炸弹.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b"<x>" + b" " * 300_000_000 + b"</x>")
    data = path.read_bytes()
    path.unlink()
    return data


def entities(folder):
    path = folder / "实体.xlsx"
    with zipfile.ZipFile(OFFICE / "plain.xlsx") as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/workbook.xml":
                data = data.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>', 1)
            new.writestr(name, data)
    data = path.read_bytes()
    path.unlink()
    return data


def encrypted():
    return (OFFICE / "plain.xls").read_bytes()[:512] + "EncryptedPackage".encode("utf-16-le") + bytes(4096)


def office(name):
    return (OFFICE / name).read_bytes()


def month(number):
    return f"2财务/{2020 + number // 12}-{number % 12 + 1:02}/收支.csv"


def cases(scratch):
    """(path, bytes or a function that makes the path, what must be said of it)"""
    return [
        (month(0), book("10月5日,路灯,公益支出,,三千二,,,,"), "\"三千二\"不是数字"),
        (month(1), book("2月5日,路灯,公益支出,,100,,,,", closing="905.00"), "相差 5.00 元"),
        (month(2), book("2月30日,路灯,公益支出,,100,,,,"), "没有这一天"),
        (month(3), "期初,1\n期末,1\n没有表头\n", "没有找到表头"),
        (month(4), book("5月5日,路灯,公益支出,,100,,,,,多一格"), "多出一格"),
        (month(5), book("6月5日,路灯,公益支出,,100,,,,", head=ROWS.replace("类别", "支出")), "这一列出现了两次"),
        (month(6), mixed(), "文字编码和别的行不一样"),
        (month(7), b"\xff\xfe\x00\x00abc\x00\x01", "文字"),
        (month(8), b"a,b\n\x00,c\n", "不是文字文件"),
        (month(9), "\"没有配对\n" * 3, "双引号没有配对"),
        (month(10), "," * 400, "太宽了"),
        (month(11), lambda path: os.truncate(path, 2_147_483_648), "2048 MB，太大了"),
        (month(12), book("1月5日,代发工资6222021234567890128,公益支出,,100,,,,"), "银行卡"),
        (month(13), book("2月5日,路灯,公益支出,100,100,,,,"), "收入"),
        ("2财务/2023-01/收支.xlsx", office("hidden-sheet.xlsx"), "隐藏的工作表"),
        ("2财务/2023-02/收支.xlsx", office("very-hidden-sheet.xlsx"), "隐藏的工作表"),
        ("2财务/2023-03/收支.xlsx", office("hidden-row.xlsx"), "隐藏"),
        ("2财务/2023-04/收支.xlsx", office("hidden-column.xlsx"), "隐藏"),
        ("2财务/2023-05/收支.xlsx", office("filtered.xlsx"), "筛选"),
        ("2财务/2023-06/收支.xlsx", office("formula-without-value.xlsx"), "公式"),
        ("2财务/2023-07/收支.xlsx", office("error.xlsx"), "公式出错了"),
        ("2财务/2023-08/收支.xlsx", office("two-sheets.xlsx"), "一个文件只放一个表"),
        ("2财务/2023-09/收支.xlsx", bomb(scratch), "解开以后超过"),
        ("2财务/2023-10/收支.xlsx", entities(scratch), "不会写的东西"),
        ("2财务/2023-11/收支.xlsx", encrypted(), "加了密码"),
        ("2财务/2023-12/收支.xlsx", office("plain.xlsx")[:2000], "坏了"),
        ("2财务/2024-01/收支.xls", office("plain.xls"), "旧格式"),
        ("2财务/2024-02/收支.et", office("plain.xls"), "旧格式"),
        ("2财务/2024-03/收支.ods", b"PK\x03\x04", "读不了 .ods"),
        ("1村务/2026-11-04 修订.docx", office("inserted.docx"), "修订"),
        ("1村务/2026-11-05 删改.docx", office("deleted.docx"), "修订"),
        ("1村务/2026-11-06 批注.docx", office("comment.docx"), "批注"),
        ("1村务/2026-11-07 隐藏.docx", office("hidden-text.docx"), "隐藏"),
        ("1村务/2026-11-08 旧文.doc", office("plain.doc"), "旧格式"),
        ("1村务/2026-11-08 旧文.wps", office("plain.doc"), "旧格式"),
        ("1村务/2026-11-09 身份证.md", "李某的身份证是 110101199003077777。", "身份证"),
        ("1村务/2026-11-10 手机.md", "有事请打 １３８ ００００ ００００。", "手机"),
        ("1村务/2026-11-11 图.md", "看图。\n\n![](没有.jpg)\n", "没有找到图片"),
        ("1村务/2026-11-12 路径.md", "看图。\n\n![](../../../etc/passwd.jpg)\n", "图片"),
        ("1村务/2026-11-13 链接.md", lambda path: (path.unlink(), path.symlink_to("/etc/passwd")), "快捷方式"),
        ("1村务/2026-11-14 管道.md", lambda path: (path.unlink(), os.mkfifo(path)), "不是普通文件"),
        ("1村务/2026-11-15 长文.md", "长" * 800_000, "太大了"),
        ("1村务/2026-11-16 照片.heic", b"\x00\x00\x00\x18ftypheic", "HEIC"),
        ("1村务/2026-11-17 程序.exe", b"MZ", "不认识这种文件"),
        ("1村务/没有日期.md", "停电。", "没有公布日期"),
        ("3党务/2026-11-18 表情.md", "辛苦了😀\u200b\u202e。", "去掉了"),
        ("3党务/2026-11-19 生僻字.md", "𰀀同志。", "字库没有这个字"),
        ("5找人/干部分工.csv", "姓名,职务,分管\n张某明,文书,台账\n𰀀某,会计,财务\n", "字库没有这个字"),
        ("6名单/2026-11-05 低保公示.csv", roll("张某明,一组,110101199003077777"), "身份证"),
        ("6名单/2026-11-06 补贴公示.csv", roll("张某明,一组,无", until=""), "没有\"下屏日期\""),
        ("6名单/2026-11-07 证件公示.csv", roll("张某明,一组,12", head="姓名,组,身份证号\n"), "不能有身份证"),
        ("6名单/2026-11-08 病情公示.csv", roll("张某明,一组,糖尿病", head="姓名,组,病情\n"), "病情"),
        ("6名单/2026-11-09 全名公示.csv", "姓名显示,全名\n" + roll("张某明,一组,无"), "法律依据"),
        ("7表决/2026-06-20 修路.md",
         "会议: 村民会议\n事项: 1\n应到: 60\n实到: 50\n赞成: 30\n反对: 5\n弃权: 5\n---\n决定修路。", "不符"),
        ("9诉求/办件.csv", "编号,类别,事项,地点,环节,部门,期限,结果\n1,怪事,路灯坏了,三组,办理,村委会,2026-11-30,\n", "怪事"),
        ("照片核对.csv", "文件,核对人,日期\n../外面.jpg,文书,2026-11-05\n没有这张.jpg,文书,2026-11-05\n", "不在村文件夹里"),
        ("杂物/说明.md", "x", "不认识这个文件夹"),
        ("放错了.md", "x", "没有放进栏目文件夹"),
        ("1村务/一/二/三/四/五/六/太深.md", "x", "套得太深"),
    ]


def write(village, path, content):
    file = village / path
    file.parent.mkdir(parents=True, exist_ok=True)
    if callable(content):
        file.write_bytes(b"")
        content(file)
    else:
        file.write_bytes(content.encode() if isinstance(content, str) else content)


def check(tool, folder):
    done = subprocess.run([tool, "check", str(folder), "--all", "--now", "2026-11-22T11:20:00Z"], capture_output=True, text=True)
    return done.returncode, done.stdout


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    arguments.add_argument("--tool", default=str(TOP / ".build" / "debug" / "yuanba"), help="the yuanba to run")
    arguments.add_argument("--keep", metavar="DIR", help="make the villages there and leave them")
    given = arguments.parse_args()
    scratch = pathlib.Path(given.keep or tempfile.mkdtemp(prefix="yuanba-broken-"))
    scratch.mkdir(parents=True, exist_ok=True)
    wrong = []
    village = scratch / "青溪坝村"
    shutil.rmtree(village, ignore_errors=True)
    write(village, "村信息.csv", FACTS)
    write(village, GOOD, "停水。")
    todo = cases(scratch)
    for path, content, _ in todo:
        write(village, path, content)
    status, text = check(given.tool, village)
    print(text)
    if status != 1:
        wrong.append(f"the whole village: exit status {status}")
    if "停水通知" not in text[text.rindex("可以上屏"):]:
        wrong.append(f"{GOOD} does not go out")
    # By itself each file must bring its message too, and only its own.
    for path, content, wanted in todo:
        alone = scratch / "一个" / "青溪坝村"
        shutil.rmtree(alone, ignore_errors=True)
        write(alone, "村信息.csv", FACTS)
        write(alone, GOOD, "停水。")
        write(alone, path, content)
        status, said = check(given.tool, alone)
        if wanted not in said.replace("\n", "").replace(" ", "") and wanted not in said:
            wrong.append(f"{path}: “{wanted}” is not said:\n{said}")
    shutil.rmtree(scratch / "一个", ignore_errors=True)
    for name, files, wanted in [
        ("空文件夹", {}, "文件夹是空的"),
        ("没有村信息", {GOOD: "停水。"}, "没有\"村信息.csv\""),
        ("两个村", {"甲村/村信息.csv": FACTS, "乙村/村信息.csv": FACTS}, "里面有2个村"),
        ("村里有村", {"村信息.csv": FACTS, "甲村/村信息.csv": FACTS}, "里面还有别的村"),
        ("选高了一层", {"甲村/村信息.csv": FACTS}, "才是村文件夹"),
        ("村代码不对", {"村信息.csv": FACTS.replace("999999", "../x")}, "村代码"),
    ]:
        folder = scratch / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for path, content in files.items():
            write(folder, path, content)
        status, text = check(given.tool, folder)
        print(f"── {name}\n{text}")
        if status != 1 or wanted not in text:
            wrong.append(f"{name}: “{wanted}” is not said, exit status {status}")
    if not given.keep:
        shutil.rmtree(scratch)
    for line in wrong:
        print(f"WRONG {line}")
    print(f"{len(todo) + 6 - len(wrong)} of {len(todo) + 6} bad inputs bring their message")
    return 1 if wrong else 0


sys.exit(main())

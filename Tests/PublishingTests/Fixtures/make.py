#!/usr/bin/env python3
"""Writes the office files beside this script with programs that are not ours: LibreOffice (Debian: libreoffice-calc-nogui,
libreoffice-writer-nogui) and openpyxl (PyPI). Needed only when a fixture is added; the files are kept in the tree.

LibreOffice is given its own flat XML, in which every hidden thing can be said, and converts it."""

import datetime
import html
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
HEAD = ["日期", "摘要", "类别", "收入", "支出", "凭证号", "经手人", "审批人", "备注"]
D = datetime.date
BOOK = [
    ["期初", 100000], ["期末", 111860.5], ["公布日期", D(2026, 11, 5)], ["审核", "村务监督委员会"], HEAD,
    [D(2026, 10, 3), "林地承包费", "资产租金", 12000, None, "0009", "唐某", "陈某", None],
    [D(2026, 10, 8), "路灯", "公益支出", None, 139.5, "0012", "唐某", "陈某", "三组"],
]

SPACES = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"' for name, urn in [
    ("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"), ("number", "datastyle"), ("fo", "xsl-fo-compatible"),
]) + ' xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2" xmlns:dc="http://purl.org/dc/elements/1.1/"'

MONTH_DAY = "<number:month/><number:text>月</number:text><number:day/><number:text>日</number:text>"
ISO = ('<number:year number:style="long"/><number:text>-</number:text><number:month number:style="long"/><number:text>-</number:text>'
       '<number:day number:style="long"/>')
STYLES = f"""<office:automatic-styles>
<number:date-style style:name="N1">{MONTH_DAY}</number:date-style>
<number:number-style style:name="N2"><number:number number:decimal-places="0" number:min-integer-digits="4"/></number:number-style>
<number:percentage-style style:name="N3"><number:number number:decimal-places="0"/><number:text>%</number:text></number:percentage-style>
<style:style style:name="day" style:family="table-cell" style:data-style-name="N1"/>
<style:style style:name="voucher" style:family="table-cell" style:data-style-name="N2"/>
<style:style style:name="percent" style:family="table-cell" style:data-style-name="N3"/>
<style:style style:name="hidden" style:family="table"><style:table-properties table:display="false"/></style:style>
<style:style style:name="shown" style:family="table"><style:table-properties table:display="true"/></style:style>
</office:automatic-styles>"""


class Formula(str):
    pass


class Voucher(int):
    pass


def cell(value, rows=1):
    span = f' table:number-rows-spanned="{rows}" table:number-columns-spanned="1"' if rows > 1 else ""
    if value is None:
        return "<table:table-cell/>"
    if value == "covered":
        return "<table:covered-table-cell/>"
    if isinstance(value, tuple):
        return cell(*value)
    if isinstance(value, D):
        return f'<table:table-cell table:style-name="day" office:value-type="date" office:date-value="{value}"{span}/>'
    if isinstance(value, Formula):
        return f'<table:table-cell table:formula="of:={html.escape(value)}" office:value-type="float"{span}/>'
    if isinstance(value, Voucher):
        return f'<table:table-cell table:style-name="voucher" office:value-type="float" office:value="{int(value)}"{span}/>'
    if isinstance(value, (int, float)):
        return f'<table:table-cell office:value-type="float" office:value="{value}"{span}/>'
    return f'<table:table-cell office:value-type="string"{span}><text:p>{html.escape(value)}</text:p></table:table-cell>'


def sheet(name, rows, hidden=False, hidden_rows={}, hidden_columns=()):
    text = f'<table:table table:name="{name}" table:style-name="{"hidden" if hidden else "shown"}">'
    for column in range(9):
        visibility = ' table:visibility="collapse"' if column in hidden_columns else ""
        text += f"<table:table-column{visibility}/>"
    for number, row in enumerate(rows, 1):
        visibility = f' table:visibility="{hidden_rows[number]}"' if number in hidden_rows else ""
        text += f"<table:table-row{visibility}>" + "".join(map(cell, row)) + "</table:table-row>"
    return text + "</table:table>"


def spreadsheet(*sheets):
    return (f'<?xml version="1.0" encoding="UTF-8"?><office:document {SPACES} office:version="1.3" '
            f'office:mimetype="application/vnd.oasis.opendocument.spreadsheet">{STYLES}'
            f"<office:body><office:spreadsheet>{''.join(sheets)}</office:spreadsheet></office:body></office:document>")


def document(body, styles=""):
    return (f'<?xml version="1.0" encoding="UTF-8"?><office:document {SPACES} office:version="1.3" '
            f'office:mimetype="application/vnd.oasis.opendocument.text">{styles}'
            f"<office:body><office:text>{body}</office:text></office:body></office:document>")


def convert(name, source, suffix, to):
    """`name` is written beside this script, from text in LibreOffice's flat form or from bytes."""
    with tempfile.TemporaryDirectory() as folder:
        start = pathlib.Path(folder) / f"in.{suffix}"
        start.write_bytes(source if isinstance(source, bytes) else source.encode())
        subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", to, "--outdir",
                        f"{folder}/out", str(start)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        (made,) = pathlib.Path(folder, "out").iterdir()
        shutil.move(made, HERE / name)
    print(name)


def books():
    convert("plain.xlsx", spreadsheet(sheet("10月", BOOK)), "fods", "xlsx")
    convert("plain.xls", spreadsheet(sheet("10月", BOOK)), "fods", "xls")
    convert("from-ods.xlsx", ods(spreadsheet(sheet("10月", BOOK))), "ods", "xlsx")
    convert("gb18030.csv", spreadsheet(sheet("10月", BOOK)).replace(MONTH_DAY, ISO), "fods", "csv:Text - txt - csv (StarCalc):44,34,85")
    merged = [row[:] for row in BOOK]
    merged[5] = [D(2026, 10, 3), "林地承包费", "资产租金", Formula("6000*2"), None, Voucher(9), ("唐某", 2), ("陈某", 2), None]
    merged[6] = [D(2026, 10, 8), "路灯", "公益支出", None, Formula("139.1+0.4"), Voucher(12), "covered", "covered", "三组"]
    merged[1] = ["期末", Formula("[.B1]+[.D6]-[.E7]")]
    convert("merged-formulas.xlsx", spreadsheet(sheet("10月", merged), sheet("Sheet2", []), sheet("Sheet3", [])), "fods", "xlsx")
    wrong = [row[:] for row in BOOK]
    wrong[6] = wrong[6][:4] + [Formula("1/0")] + wrong[6][5:]
    convert("error.xlsx", spreadsheet(sheet("10月", wrong)), "fods", "xlsx")
    convert("hidden-sheet.xlsx", spreadsheet(sheet("10月", BOOK), sheet("低保底册", [["姓名", "身份证"]], hidden=True)), "fods", "xlsx")
    convert("empty-hidden-sheet.xlsx", spreadsheet(sheet("10月", BOOK), sheet("Sheet2", [], hidden=True)), "fods", "xlsx")
    convert("hidden-row.xlsx", spreadsheet(sheet("10月", BOOK, hidden_rows={7: "collapse"})), "fods", "xlsx")
    convert("hidden-column.xlsx", spreadsheet(sheet("10月", BOOK, hidden_columns=[8])), "fods", "xlsx")
    convert("two-sheets.xlsx", spreadsheet(sheet("10月", BOOK), sheet("9月", BOOK)), "fods", "xlsx")


def ods(flat):
    with tempfile.TemporaryDirectory() as folder:
        start = pathlib.Path(folder) / "in.fods"
        start.write_text(flat)
        subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "ods", "--outdir", folder,
                        str(start)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return (pathlib.Path(folder) / "in.ods").read_bytes()


def other_program():
    import openpyxl
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    def book(change=lambda book, sheet: None, rows=BOOK):
        made = openpyxl.Workbook()
        page = made.active
        page.title = "10月"
        for row in rows:
            page.append(row)
        change(made, page)
        return made

    def mac(made, page):
        made.epoch = CALENDAR_MAC_1904

    def very_hidden(made, page):
        other = made.create_sheet("台账")
        other["A1"] = "x"
        other.sheet_state = "veryHidden"

    def no_value(made, page):
        page["E7"] = "=139.1+0.4"

    def nothing_shown(made, page):
        page["I7"].number_format = ";;;"

    def filtered(made, page):
        page.auto_filter.ref = "A5:I7"
        page.auto_filter.add_filter_column(2, ["资产租金"])
        page.row_dimensions[7].hidden = True

    for name, change in [("1904.xlsx", mac), ("filtered.xlsx", filtered), ("very-hidden-sheet.xlsx", very_hidden), ("formula-without-value.xlsx", no_value),
                         ("shown-as-nothing.xlsx", nothing_shown), ("openpyxl.xlsx", lambda *_: None)]:
        book(change).save(HERE / name)
        print(name)


PLAIN = """<text:h text:outline-level="1">停水通知</text:h>
<text:p>因更换主管道，明天<text:span>停水</text:span>。</text:p>
<text:list text:style-name="L1"><text:list-item><text:p>请蓄水</text:p></text:list-item><text:list-item><text:p>关好龙头</text:p></text:list-item></text:list>
<table:table table:name="t"><table:table-column table:number-columns-repeated="2"/>
<table:table-row><table:table-cell><text:p>时间</text:p></table:table-cell><table:table-cell><text:p>地点</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell><text:p>8:00</text:p></table:table-cell><table:table-cell><text:p>广场</text:p></table:table-cell></table:table-row>
</table:table>
<text:p>青溪坝村民委员会</text:p>"""
LISTS = """<office:automatic-styles><text:list-style style:name="L1"><text:list-level-style-number text:level="1"
style:num-format="一, 二, 三, ..." style:num-suffix="、"/></text:list-style>
<style:style style:name="gone" style:family="text"><style:text-properties text:display="none"/></style:style></office:automatic-styles>"""
CHANGE = """<text:tracked-changes><text:changed-region xml:id="c1" text:id="c1">{}</text:changed-region></text:tracked-changes>"""
WHO = "<office:change-info><dc:creator>文书</dc:creator><dc:date>2026-11-03T10:00:00</dc:date></office:change-info>"


def documents():
    convert("plain.docx", document(PLAIN, LISTS), "fodt", "docx")
    convert("plain.doc", document(PLAIN, LISTS), "fodt", "doc")
    deleted = CHANGE.format(f"<text:deletion>{WHO}<text:p>张某明家的水表</text:p></text:deletion>")
    convert("deleted.docx", document(deleted + PLAIN.replace("明天", '明天<text:change text:change-id="c1"/>'), LISTS), "fodt", "docx")
    inserted = CHANGE.format(f"<text:insertion>{WHO}</text:insertion>")
    convert("inserted.docx", document(
        inserted + PLAIN.replace("明天", '<text:change-start text:change-id="c1"/>明天<text:change-end text:change-id="c1"/>'), LISTS), "fodt", "docx")
    convert("comment.docx", document(PLAIN.replace("明天", (
        "明天<office:annotation><dc:creator>文书</dc:creator><dc:date>2026-11-03T10:00:00</dc:date>"
        "<text:p>张某明家不停</text:p></office:annotation>")), LISTS), "fodt", "docx")
    convert("hidden-text.docx", document(PLAIN.replace("明天", '明天<text:span text:style-name="gone">张某明家除外</text:span>'), LISTS), "fodt", "docx")


if __name__ == "__main__":
    parts = {"books": books, "other": other_program, "documents": documents}
    for part in sys.argv[1:] or parts:
        parts[part]()

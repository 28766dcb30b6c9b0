"""Makes the workbooks beside this file: python3 make.py (needs openpyxl and XlsxWriter).

They are kept in the repository so that the tests need neither; run again only to add a case.
"""

import datetime

import openpyxl
import xlsxwriter
from openpyxl.styles import Font
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

HEADER = ["企业名称", "统一社会信用代码", "发现日期", "人数", "金额(万元)", "重大", "备注"]
DAY = datetime.datetime(2026, 9, 30)
MOMENT = datetime.datetime(2026, 9, 30, 8, 5, 30)


def by_openpyxl():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "隐患台账"
    sheet.append(HEADER)
    sheet.append(["江滨化工有限公司", "91320100MA1XYZ1234", DAY, 12, 0.1, True, " 前后有空格　"])
    sheet.append(["<危>&\"化\"", 913200001234567890, MOMENT, -3, 1234567.89, False, "两\n行"])
    sheet.append([])
    sheet.append(["合计", None, None, "=SUM(D2:D3)", None, None, "#N/A"])
    sheet["A2"].font = Font(bold=True)
    sheet["E3"].number_format = '#,##0.00"日"'
    sheet["C3"].number_format = 'yyyy"年"m"月"d"日" hh:mm:ss'
    sheet["D7"].value = datetime.time(8, 5)
    sheet["A7"].value = CellRichText("粗", TextBlock(InlineFont(b=True), "细"), "文")
    sheet.merge_cells("A9:B10")
    sheet["A9"].value = "合并"
    sheet.row_dimensions[3].hidden = True
    hidden = book.create_sheet("底表")
    hidden.sheet_state = "hidden"
    hidden.append(["看不见"])
    book.create_sheet("空表")
    book.save("openpyxl.xlsx")


def by_xlsxwriter(path, options):
    book = xlsxwriter.Workbook(path, options)
    sheet = book.add_worksheet("隐患台账")
    date = book.add_format({"num_format": "yyyy-mm-dd"})
    bold = book.add_format({"bold": True})
    sheet.write_row(0, 0, HEADER)
    sheet.write_row(1, 0, ["江滨化工有限公司", "91320100MA1XYZ1234"])
    sheet.write_datetime(1, 2, DAY, date)
    sheet.write_row(1, 3, [12, 0.1, True, "江滨化工有限公司"])
    sheet.write_formula(2, 3, "=SUM(D2:D2)", None, 12)
    sheet.write_formula(2, 4, "=1/0", None, "#DIV/0!")
    sheet.write_formula(2, 0, '="甲"&"乙"', None, "甲乙")
    if not options.get("constant_memory"):
        sheet.write_rich_string(3, 0, "粗", bold, "细", "文")
    sheet.write_string(4, 0, "控制\x01符_x000D_原样")
    book.close()


by_openpyxl()
by_xlsxwriter("shared-strings.xlsx", {})
by_xlsxwriter("inline-strings.xlsx", {"constant_memory": True})
by_xlsxwriter("from-1904.xlsx", {"date_1904": True})

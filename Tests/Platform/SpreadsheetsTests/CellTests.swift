import Testing

@testable import Spreadsheets

/// What a cell says, in the forms people and programs give it.
struct CellTests {
    @Test(arguments: ["9.13201E+17", "9.132E+17", " 1E+11 "])
    func `a code shown as a power of ten has lost its digits`(text: String) {
        #expect(Cell.text(text).hasLostDigits)
    }

    @Test(arguments: ["91320100MA1XYZ1234", "913201000000000000", "E+17", "1E5", "12.5", "3.2E+17号"])
    func `other texts have not`(text: String) {
        #expect(!Cell.text(text).hasLostDigits)
    }

    @Test func `a number keeps fifteen digits and no more`() {
        #expect(!Cell.number(999_999_999_999_999).hasLostDigits)
        #expect(Cell.number(1_000_000_000_000_000).hasLostDigits)
        #expect(Cell.number(320_100).text == "320100")
    }

    @Test(arguments: [("1,234.5", 1234.5), ("１２", 12), (" -3 ", -3), ("0", 0)])
    func `a number in a CSV file is one`(text: String, number: Double) {
        #expect(Cell.text(text).number == number)
    }

    @Test func `a text that is no number is none`() {
        for text in ["", "三", "1.2.3", "12人", "--"] { #expect(Cell.text(text).number == nil) }
        #expect(Cell.boolean(true).number == nil)
    }

    @Test(arguments: [
        ("2026-09-30", "2026-09-30"), ("2026/9/3", "2026-09-03"), ("2026.9.30", "2026-09-30"),
        ("2026年9月30日", "2026-09-30"),
        ("20260930", "2026-09-30"), ("２０２６-０９-３０", "2026-09-30"), ("2026-09-30 08:05", "2026-09-30 08:05"),
        ("2026年9月30日 8:05:30", "2026-09-30 08:05:30"), ("1900-01-01", "1900-01-01"), ("1900-02-28", "1900-02-28"),
        ("1900-03-01", "1900-03-01"), ("2000-02-29", "2000-02-29"), ("9999-12-31", "9999-12-31"),
    ])
    func `a day is read in the forms people write`(text: String, day: String) {
        #expect(Cell.text(text).date?.description == day)
    }

    @Test(arguments: [
        "2026-02-30", "2025-02-29", "1900-02-29", "2026-13-01", "2026-9", "26-9-30", "30/9/2026", "2026-09-30 25:00",
        "明天", "1899-12-31",
    ])
    func `a day that does not exist or is not clear is none`(text: String) {
        #expect(Cell.text(text).date == nil)
    }

    /// The serial numbers are those that Excel and openpyxl give.
    @Test(arguments: [
        (1.0, "1900-01-01"), (59, "1900-02-28"), (61, "1900-03-01"), (36526, "2000-01-01"), (46295, "2026-09-30"),
        (2_958_465, "9999-12-31"),
    ])
    func `serial numbers and days agree in both directions`(serial: Double, day: String) {
        #expect(SheetDate(serial: serial)?.description == day)
        #expect(SheetDate(day)?.serial == serial)
    }

    @Test func `every day from 1900 to 2100 survives the way through its parts`() {
        for serial in (1...73_415).map(Double.init) where serial != 60 {
            let date = SheetDate(serial: serial)
            #expect(date.flatMap { SheetDate(year: $0.year, month: $0.month, day: $0.day) }?.serial == serial)
        }
    }

    @Test func `times are to the second, and midnight rounds into the next day`() {
        #expect(SheetDate(serial: 0.336_805_555_555_555_6)?.description == "08:05")
        #expect(SheetDate(serial: 46295.999_999_9)?.description == "2026-10-01")
        #expect(
            SheetDate(year: 2026, month: 9, day: 30, hour: 23, minute: 59, second: 59)?.description
                == "2026-09-30 23:59:59")
    }

    @Test(arguments: [
        ("yyyy-mm-dd", true), ("m/d/yy h:mm", true), ("[$-804]yyyy\"年\"m\"月\"d\"日\";@", true), ("上午/下午h\"时\"", true),
        ("mm:ss.0", true),
        ("General", false), ("G/通用格式", false), ("0.00\"日\"", false), ("#,##0\\d", false), ("[Red]0.00", false),
        ("[h]:mm:ss", false),
        ("0_d", false), ("\"days\" 0", false), ("@", false), ("0;\"yyyy\"", false), ("", false),
    ])
    func `a format shows a date or not`(code: String, isDate: Bool) {
        #expect(NumberFormats.isDate(code) == isDate)
    }

    @Test(arguments: [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")])
    func `columns have letters`(column: Int, letters: String) {
        #expect(CellAddress.letters(ofColumn: column) == letters)
        #expect(CellAddress.column(in: (letters + "7").utf8) == column)
    }

    @Test(arguments: [
        "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\rx", "\nx", "  =1", "　=1", "＝1", "＋1", "－1", "＠x", "=\u{301}1",
        "\r\n=1", "'=1",
    ])
    func `what a spreadsheet program would run is neutralised, and comes back unchanged`(text: String) {
        let neutral = text.neutralized

        #expect(text.first == "'" || neutral == "'" + text)
        #expect(neutral.restored == (text.first == "'" ? "=1" : text))
    }

    @Test(arguments: ["", "安全", "1-2", "'quoted'", "—", "a=b", " 前", "'"])
    func `harmless text is left alone both ways`(text: String) {
        #expect(text.neutralized == text)
        #expect(text.restored == text)
    }
}

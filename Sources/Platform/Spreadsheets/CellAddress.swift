/// Column letters and cell addresses as people name them: column 0 is `A`, column 27 is `AB`.
public enum CellAddress {
    /// The letters of a column counted from zero.
    public static func letters(ofColumn column: Int) -> String {
        var letters: [UInt8] = []
        var rest = column
        repeat {
            letters.append(UInt8(ascii: "A") + UInt8(rest % 26))
            rest = rest / 26 - 1
        } while rest >= 0
        return String(decoding: letters.reversed(), as: UTF8.self)
    }

    /// `C5` for column 2 (from zero) of row 5 (from one).
    public static func of(column: Int, row: Int) -> String {
        letters(ofColumn: column) + "\(row)"
    }

    /// The column an address such as `AB12` begins with, counted from zero; nil when it begins with no letter.
    static func column(in address: some Sequence<UInt8>) -> Int? {
        var column = 0
        for byte in address {
            let letter = byte & 0xDF
            guard letter >= UInt8(ascii: "A"), letter <= UInt8(ascii: "Z"), column < 1 << 20 else { break }
            column = column * 26 + Int(letter - UInt8(ascii: "A")) + 1
        }
        return column == 0 ? nil : column - 1
    }

    /// The row an area such as `B5:C7` ends in; 0 when it names none.
    static func lastRow(ofArea area: String) -> Int {
        Int(String(area.reversed().prefix { $0.isNumber }.reversed())) ?? 0
    }
}

import CPostgres
import Glibc
import Storage

/// What the server answered to one statement.
final class ServerAnswer {
    private let result: OpaquePointer

    init?(_ result: OpaquePointer?) {
        guard let result else { return nil }
        self.result = result
    }

    deinit {
        PQclear(result)
    }

    var status: ExecStatusType { PQresultStatus(result) }

    var isSuccess: Bool {
        switch status {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_PIPELINE_SYNC, PGRES_COPY_IN: true
        default: false
        }
    }

    func field(_ code: PostgresFailure.Field) -> String? {
        PQresultErrorField(result, code.rawValue).map { String(cString: $0) }
    }

    func rows() -> [Row] {
        let fields = PQnfields(result)
        let columns = Row.Columns((0..<fields).map { String(cString: PQfname(result, $0)) })
        let types = (0..<fields).map { PQftype(result, $0) }
        return (0..<PQntuples(result)).map { row in
            Row(columns: columns, values: (0..<fields).map { value(row, $0, types[Int($0)]) })
        }
    }

    private func value(_ row: Int32, _ field: Int32, _ type: Oid) -> SQLValue {
        guard PQgetisnull(result, row, field) == 0, let start = PQgetvalue(result, row, field) else { return .null }
        switch type {
        case 16: return .integer(start[0] == 0x74 ? 1 : 0)
        case 17: return .blob(Self.bytes(start, Int(PQgetlength(result, row, field))))
        case 20, 21, 23, 26: return .integer(Int64(strtoll(start, nil, 10)))
        case 700, 701: return .real(strtod(start, nil))
        case 1700: return Self.number(String(cString: start))
        default:
            let bytes = UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(result, row, field)))
            return .text(String(decoding: bytes, as: UTF8.self))
        }
    }

    /// The type `numeric`, which sums of BIGINT have: whole numbers stay whole.
    private static func number(_ text: String) -> SQLValue {
        Int64(text).map(SQLValue.integer) ?? .real(Double(text) ?? .nan)
    }

    /// The type `bytea` as `\x` and two hexadecimal digits for each byte.
    private static func bytes(_ start: UnsafePointer<CChar>, _ length: Int) -> [UInt8] {
        func digit(_ index: Int) -> UInt8 {
            let character = UInt8(bitPattern: start[index])
            return character < 0x3A ? character - 0x30 : character - 0x57
        }
        return stride(from: 2, to: length, by: 2).map { digit($0) << 4 | digit($0 + 1) }
    }
}

import Calendars
import Foundation
import Testing

/// A term is read as it is written, in the rule files and on the page.
struct TermTests {
    @Test(arguments: [
        "", "15", "个工作日", "-3日", "3", "3天", "1.5小时", "一个月", "100001日", "提前", "提前日", "十五日", "３日", "0日", "15 个工作日",
        "15工作日", "提前提前3日", "99999999999999999999日",
    ])
    func `what is no term is not read`(text: String) {
        #expect(Term(text) == nil)
    }

    @Test func `each way of writing names its unit`() {
        #expect(Term("15个工作日") == .workingDays(15))
        #expect(Term("60日") == .days(60))
        #expect(Term("6个月") == .months(6))
        #expect(Term("2年") == Term(2, .years))
        #expect(Term("24小时") == .hours(24))
        #expect(Term("30分钟") == Term(30, .minutes))
        #expect(Term("提前7个工作日") == Term(7, .workingDays, beforeEvent: true))
        #expect(Term("立即") == .hours(0))
        #expect(Term("当日") == .days(0))
    }

    @Test func `what is written is read back`() {
        for unit in Term.Unit.allCases {
            for amount in [1, 15, Term.largestAmount] {
                for before in [false, true] {
                    let term = Term(amount, unit, beforeEvent: before)
                    #expect(Term(term.description) == term)
                }
            }
        }
    }

    @Test func `JSON leaves out what is not so and refuses what cannot be`() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let plain = try encoder.encode(Term.workingDays(15))
        #expect(String(decoding: plain, as: UTF8.self) == #"{"amount":15,"unit":"workingDays"}"#)
        let full = Term(3, .months, beforeEvent: true, lastDayRestMoves: true)
        #expect(try JSONDecoder().decode(Term.self, from: try encoder.encode(full)) == full)
        for text in [
            #"{"amount":-1,"unit":"days"}"#, #"{"amount":1,"unit":"weeks"}"#, #"{"amount":100001,"unit":"days"}"#,
        ] {
            #expect(throws: DecodingError.self) { try JSONDecoder().decode(Term.self, from: Data(text.utf8)) }
        }
    }
}

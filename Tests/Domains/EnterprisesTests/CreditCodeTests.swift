import Testing

@testable import Enterprises

/// What people type for a credit code is taken when it is one, and answered with what to look at when it is not.
struct CreditCodeTests {
    @Test(arguments: [
        "9144030071526726XG", "914403001922038216", "91330100799655058B", "91110000600037341L",
    ])
    func `a real code passes`(code: String) throws {
        #expect(try CreditCode(typed: code).text == code)
    }

    @Test(arguments: [
        " 91110000600037341l ", "９１１１００００６０００３７３４１Ｌ", "9111 0000 6000 3734 1L", "91110000-600037341-L",
        "\u{FEFF}91110000600037341L\u{200B}",
    ])
    func `blanks, hyphens, small and full-width letters are put right silently`(typed: String) throws {
        #expect(try CreditCode(typed: typed).text == "91110000600037341L")
    }

    @Test(arguments: 0..<18)
    func `one wrong character anywhere is found`(position: Int) {
        let right = Array("91330100799655058B")
        for wrong in "0123456789ABCDEFGHJKLMNPQRTUWXY" where wrong != right[position] {
            var typed = right
            typed[position] = wrong
            #expect(throws: CreditCodeProblem.self) { try CreditCode(typed: String(typed)) }
        }
    }

    @Test func `two neighbours exchanged are found`() {
        let right = Array("91330100799655058B")
        for position in 0..<17 where right[position] != right[position + 1] {
            var typed = right
            typed.swapAt(position, position + 1)
            #expect(throws: CreditCodeProblem.self) { try CreditCode(typed: String(typed)) }
        }
    }

    @Test(
        arguments: [
            ("", .missing), ("　", .missing), ("9.1330100799655E+17", .scientific("9.1330100799655E+17")),
            ("9.13E+17", .scientific("9.13E+17")), ("913301007996550000", .roundedDigits),
            ("320100000012345", .registrationNumber), ("79965505-8", .organisationCode),
            ("91330100799655058", .length(17)), ("91330100799655058BB", .length(19)),
            ("9133O100799655058B", .lookalike(position: 5, found: "O", meant: "0", code: "91330100799655058B")),
            ("9I330I00799655058B", .lookalike(position: 2, found: "I", meant: "1", code: "91330100799655058B")),
            ("9133O100799655058A", .lookalike(position: 5, found: "O", meant: "0", code: nil)),
            ("91330100799655中58B", .character(position: 15, found: "中")),
            ("91330100799655058A", .check(expected: "B", found: "A")),
        ] as [(String, CreditCodeProblem)])
    func `what is wrong is told apart`(typed: String, problem: CreditCodeProblem) {
        #expect(throws: problem) { try CreditCode(typed: typed) }
    }

    @Test func `every message says what to do`() {
        let problems: [CreditCodeProblem] = [
            .missing, .scientific("9E+17"), .roundedDigits, .registrationNumber, .organisationCode, .length(3),
            .lookalike(position: 1, found: "O", meant: "0", code: nil), .character(position: 1, found: "?"),
            .check(expected: "1", found: "2"),
        ]
        for problem in problems { #expect(problem.message.contains(/请|应为|只有/)) }
        #expect(CreditCodeProblem.scientific("9.13E+17").message.contains("文本"))
        #expect(
            CreditCodeProblem.lookalike(position: 5, found: "O", meant: "0", code: "91330100799655058B").message
                .contains("91330100799655058B"))
    }
}

struct CASNumberTests {
    @Test(arguments: ["7782-50-5", "７７８２－５０－５", "7782505", "7782–50–5", " 7782-50-5 "])
    func `chlorine is read however it is written`(typed: String) {
        #expect(CASNumber(typed)?.text == "7782-50-5")
    }

    @Test(arguments: ["7782-50-6", "7728-50-5", "", "-", "氯", "0782-50-5", "50-5", "99999999999-99-9"])
    func `what is no number, or checks wrong, is refused`(typed: String) {
        #expect(CASNumber(typed) == nil)
    }
}

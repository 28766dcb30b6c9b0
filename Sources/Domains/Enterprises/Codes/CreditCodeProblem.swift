/// Why something typed is no 统一社会信用代码, in words that say what to look at.
public enum CreditCodeProblem: Error, Sendable, Hashable {
    case missing
    /// A spreadsheet program made a number of it: `9.13E+17`.
    case scientific(String)
    /// A spreadsheet program kept 15 digits and put zeros for the rest.
    case roundedDigits
    /// 营业执照注册号: 15 digits, out of use since the three certificates became one.
    case registrationNumber
    /// 组织机构代码: 8 characters and a check character.
    case organisationCode
    case length(Int)
    /// A character that looks like another one, and the code it would be with that one if it then checks.
    case lookalike(position: Int, found: Character, meant: Character, code: String?)
    case character(position: Int, found: Character)
    case check(expected: Character, found: Character)

    init?(in plain: String) {
        let isAllDigits = plain.allSatisfy { ("0"..."9").contains($0) }
        if plain.isEmpty {
            self = .missing
        } else if [".", "E"].contains(plain.dropFirst().first),
            plain.wholeMatch(of: /[0-9](\.[0-9]+)?E\+?[0-9]{1,3}/) != nil
        {
            self = .scientific(plain)
        } else if plain.count == 15, isAllDigits {
            self = .registrationNumber
        } else if plain.count == 9 {
            self = .organisationCode
        } else if plain.count != 18 {
            self = .length(plain.count)
        } else if let problem = Self.faultyCharacter(in: plain) {
            self = problem
        } else {
            let expected = CreditCode.checkCharacter(for: plain.dropLast())!
            let found = plain.last!
            guard expected != found else { return nil }
            self = isAllDigits && plain.hasSuffix("000") ? .roundedDigits : .check(expected: expected, found: found)
        }
    }

    private static let lookalikes: [Character: Character] = ["O": "0", "I": "1", "Z": "2", "S": "5", "V": "U"]

    private static func faultyCharacter(in plain: String) -> Self? {
        guard let index = plain.firstIndex(where: { !CreditCode.isOfAlphabet($0) }) else { return nil }
        let position = plain.distance(from: plain.startIndex, to: index) + 1
        guard let meant = lookalikes[plain[index]] else { return .character(position: position, found: plain[index]) }
        let mended = String(plain.map { lookalikes[$0] ?? $0 })
        let checks = CreditCode.checkCharacter(for: mended.dropLast()) == mended.last
        return .lookalike(position: position, found: plain[index], meant: meant, code: checks ? mended : nil)
    }

    /// 给填报人的说明：what is the matter and what to do now.
    public var message: String {
        switch self {
        case .missing:
            "请填写统一社会信用代码（18 位）；确实没有代码的，请选择无代码原因。"
        case .scientific(let text):
            "“\(text)”是 Excel 把代码当成数字后的样子，末几位已经丢失，无法还原。请把这一列设为“文本”格式，再重新输入 18 位代码。"
        case .roundedDigits:
            "末三位是 000，且校验不符，多半是 Excel 把代码当成数字截断了。请把这一列设为“文本”格式，再对照营业执照重新输入。"
        case .registrationNumber:
            "这是 15 位的旧营业执照注册号。请填写 18 位统一社会信用代码，可在新版营业执照右上角或国家企业信用信息公示系统查到。"
        case .organisationCode:
            "这是 9 位的组织机构代码。请填写 18 位统一社会信用代码，它的第 9 至 17 位就是组织机构代码。"
        case .length(let count):
            "统一社会信用代码应为 18 位，现在有 \(count) 位。请对照营业执照\(count < 18 ? "补全" : "删去多余的字符")。"
        case .lookalike(let position, let found, let meant, let code?):
            "第 \(position) 位是字母 \(found)，代码中不用字母 I、O、S、V、Z，应为 \(meant)；改成 \(code) 后校验正确，请核对后改正。"
        case .lookalike(let position, let found, let meant, nil):
            "第 \(position) 位是字母 \(found)，代码中不用字母 I、O、S、V、Z，可能应为 \(meant)。请对照营业执照改正。"
        case .character(let position, let found):
            "第 \(position) 位的“\(found)”不能出现在代码中。代码只有数字和大写字母（不含 I、O、S、V、Z）。"
        case .check(let expected, let found):
            "校验位不对：按前 17 位计算，末位应为 \(expected)，现在是 \(found)。请对照营业执照逐位核对，可能有一位抄错或两位颠倒。"
        }
    }
}

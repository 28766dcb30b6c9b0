import Calendars
import Registry
import Synchronization
import Workflows

/// What is wrong with a value entered for a fact, in words for whoever entered it.
public struct FactProblem: Error, Sendable, Hashable {
    public let message: String

    init(_ message: String) { self.message = message }
}

/// Reads what people type or import for a fact, and says it in words again: the one place where a fact's form is known.
public struct FactReading: Sendable {
    let regions: RegionTree
    let industries: IndustryTree
    let substances: Substances
    let today: Day
    private let regionNames: RegionNames

    public init(regions: RegionTree, industries: IndustryTree, substances: Substances, on today: Day) {
        self.regions = regions
        self.substances = substances
        self.industries = industries
        self.today = today
        regionNames = RegionNames(regions: regions, today: today)
    }

    /// The value as it is stored.
    ///
    /// - Throws: ``FactProblem`` that says what to enter instead.
    public func read(_ typed: String, as fact: EnterpriseFact) throws(FactProblem) -> String {
        switch fact {
        case .creditCode, .branchOf:
            do throws(CreditCodeProblem) {
                return try CreditCode(typed: typed).text
            } catch {
                throw FactProblem(error.message)
            }
        case .region: return try region(typed)
        case .location:
            do throws(CoordinatesProblem) {
                return try Coordinates(typed: typed).text
            } catch {
                throw FactProblem(error.message)
            }
        case .industry:
            guard let branch = industries.branch(typed: typed) else {
                throw FactProblem("“\(typed)”不是国民经济行业代码或名称。请填 GB/T 4754—2017 的代码，如 C2614 或 2614。")
            }
            guard branch.level >= 2 else { throw FactProblem("行业类别至少填到大类（两位数字），如 C26 或 C2614。") }
            return branch.code
        case .sector: return try choice(typed, Sector.allCases.map { ($0.rawValue, $0.title) }, fact)
        case .status: return try choice(typed, EnterpriseFact.Status.self, fact)
        case .size: return try choice(typed, EnterpriseFact.Size.self, fact)
        case .noCodeReason: return try choice(typed, EnterpriseFact.NoCodeReason.self, fact)
        case .employees, .safetyStaff, .safetyEngineers, .specialOperators:
            guard let number = Int(typed.halfWidthDigits), (0...1_000_000).contains(number) else {
                throw FactProblem("\(fact.title)应填整数（单位：人），现在是“\(typed)”。")
            }
            return String(number)
        case .registeredOn:
            guard let day = Day(typed: typed, year: today.year) else {
                throw FactProblem("成立日期看不懂，请写成 2006-09-30 或 2006年9月30日 的样子。")
            }
            guard day <= today else { throw FactProblem("成立日期 \(day) 晚于今天 \(today)，请核对。") }
            return day.description
        case .safetyPhone, .dutyPhone, .chiefPhone: return try telephone(typed, fact)
        case .processes: return try processes(typed)
        case .chemicals: return try chemicals(typed)
        case .name: return try text(typed, fact, 2...100)
        case .address: return try text(typed, fact, 2...200)
        case .legalRepresentative, .chief, .safetyHead: return try text(typed, fact, 2...50)
        }
    }

    /// 氯化工艺、4 — by name or number in the notices; kept as numbers.
    private func processes(_ typed: String) throws(FactProblem) -> String {
        var numbers: Set<Int> = []
        for part in typed.listed {
            guard let process = substances.process(typed: part) else {
                throw FactProblem(
                    "“\(part)”不在重点监管的危险化工工艺目录中。请填工艺名称或序号（1—\(substances.processes.count)），几项之间用顿号隔开。")
            }
            numbers.insert(process.number)
        }
        return numbers.sorted().map(String.init).joined(separator: ",")
    }

    /// 液氯、7664-41-7 — by CAS number, whose check digit must be right, or by a name of the lists that are loaded.
    private func chemicals(_ typed: String) throws(FactProblem) -> String {
        var numbers: [CASNumber] = []
        for part in typed.listed {
            let found: CASNumber
            if part.contains(where: \.isNumber), !part.contains(where: \.isIdeograph) {
                guard let number = CASNumber(part) else { throw FactProblem(CASNumber.problem(with: part)) }
                found = number
            } else {
                guard let substance = substances.named(part) else {
                    throw FactProblem("“\(part)”不在已载入的化学品名录中。请填它的 CAS 号（见 SDS 第 3 部分），几种之间用顿号隔开。")
                }
                found = substance.cas
            }
            if !numbers.contains(found) { numbers.append(found) }
        }
        return numbers.map(\.text).joined(separator: ",")
    }

    private func region(_ typed: String) throws(FactProblem) -> String {
        let plain = typed.filter { !$0.isWhitespace }
        guard let code = RegionCode(plain.halfWidthDigits) ?? regionNames[plain] else {
            throw FactProblem("“\(typed)”不是本省的区划。请填区划代码（如 320102），或写成“南京市玄武区”。")
        }
        guard let region = regions.region(code, on: today) else {
            throw FactProblem("区划代码 \(code.prefix) 不在行政区划表中，请核对。")
        }
        guard region.exists(on: today) else {
            throw FactProblem("\(region.name)（\(code.prefix)）已于 \(region.to?.description ?? "早前")撤销，请填现在的区划。")
        }
        guard code.level >= .county else { throw FactProblem("“\(region.name)”太大，请填到县（市、区）或乡镇（街道）。") }
        return code.rawValue
    }

    private func choice<Option: RawRepresentable<String> & CaseIterable & Titled>(
        _ typed: String, _ options: Option.Type, _ fact: EnterpriseFact
    ) throws(FactProblem) -> String {
        try choice(typed, Option.allCases.map { ($0.rawValue, $0.title) }, fact)
    }

    private func choice(
        _ typed: String, _ options: [(name: String, title: String)], _ fact: EnterpriseFact
    ) throws(FactProblem) -> String {
        let plain = typed.filter { !$0.isWhitespace }
        // 在产（营业） may be shortened to 在产 or 营业.
        let found = options.first { option in
            option.name == plain || option.title == plain
                || option.title.split(whereSeparator: { "（），、".contains($0) }).contains { $0 == plain }
        }
        guard let found else {
            throw FactProblem("\(fact.title)“\(typed)”不在可选范围：\(options.map(\.title).joined(separator: "、"))。")
        }
        return found.name
    }

    private func telephone(_ typed: String, _ fact: EnterpriseFact) throws(FactProblem) -> String {
        let plain = typed.halfWidthDigits.filter { !$0.isWhitespace }
        let digits = plain.filter(\.isNumber)
        guard (7...16).contains(digits.count), plain.allSatisfy({ $0.isNumber || "-+()（）转".contains($0) }) else {
            throw FactProblem("\(fact.title)“\(typed)”不像电话号码。请填手机号，或带区号的座机号，如 025-83330000。")
        }
        return plain
    }

    private func text(
        _ typed: String, _ fact: EnterpriseFact, _ length: ClosedRange<Int>
    ) throws(FactProblem) -> String {
        let plain = typed.split(whereSeparator: { $0.isNewline || $0.isWhitespace }).joined(separator: " ")
        guard length.contains(plain.count) else {
            throw FactProblem("\(fact.title)应有 \(length.lowerBound) 至 \(length.upperBound) 个字，现在有 \(plain.count) 个。")
        }
        guard !plain.unicodeScalars.contains(where: { $0.value < 32 }) else {
            throw FactProblem("\(fact.title)中有不能保存的字符，请删去。")
        }
        return plain
    }

    /// As people read it.
    public func words(_ value: String, _ fact: EnterpriseFact) -> String {
        switch fact {
        case .region: RegionCode(value).map { regions.path($0, on: today) } ?? value
        case .location: Coordinates(text: value)?.words ?? value
        case .industry: industries.words(value)
        case .sector: Sector.title(value)
        case .status: EnterpriseFact.Status(rawValue: value)?.title ?? value
        case .size: EnterpriseFact.Size(rawValue: value)?.title ?? value
        case .noCodeReason: EnterpriseFact.NoCodeReason(rawValue: value)?.title ?? value
        case .employees, .safetyStaff, .safetyEngineers, .specialOperators: value + " 人"
        case .processes:
            value.split(separator: ",").map { number in
                Int(number).flatMap { substances.process($0)?.name } ?? String(number)
            }.joined(separator: "、")
        case .chemicals:
            value.split(separator: ",").map { number in
                CASNumber(String(number)).flatMap { substances[$0] }.map { "\($0.name)（\(number)）" } ?? String(number)
            }.joined(separator: "、")
        default: value
        }
    }
}

extension Character {
    fileprivate var isIdeograph: Bool { unicodeScalars.contains { $0.properties.isIdeographic } }
}

extension String {
    /// The things of a list as people write one.
    fileprivate var listed: [String] {
        split(whereSeparator: { "、，,；;\n".contains($0) })
            .map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }.filter { !$0.isEmpty }
    }

    /// Full-width digits and signs as half-width ones.
    fileprivate var halfWidthDigits: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { (0xFF01...0xFF5E).contains($0.value) ? Unicode.Scalar($0.value - 0xFEE0)! : $0 }))
    }
}

/// Regions by what people call them, 玄武区 with the city before it; put together when the first name is asked for.
private final class RegionNames: Sendable {
    private let regions: RegionTree
    private let today: Day
    private let codes = Mutex<[String: RegionCode]?>(nil)

    init(regions: RegionTree, today: Day) {
        self.regions = regions
        self.today = today
    }

    subscript(name: String) -> RegionCode? {
        codes.withLock { codes in
            let known = codes ?? gathered
            codes = known
            return known[name]
        }
    }

    private var gathered: [String: RegionCode] {
        var codes: [String: RegionCode] = [:]
        for region in regions.all where region.code.level >= .county && region.exists(on: today) {
            let path = regions.path(region.code, on: today)
            codes[path] = region.code
            codes[regions.name(region.code.ancestor(at: .province), on: today) + path] = region.code
        }
        return codes
    }
}

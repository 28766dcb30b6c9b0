import Calendars
import Registry
import Storage
import Workflows

/// 虚构企业 — enterprises with made-up names and valid codes for demonstrations and tests of scale, marked as made up.
///
/// The same count over the same regions gives the same enterprises.
public struct MadeUpEnterprises: Sendable {
    let regions: [RegionCode]
    let industries: IndustryTree
    let names: RegionTree
    let today: Day

    /// - Precondition: there is a county or township in which they can stand.
    public init(in regions: RegionTree, industries: IndustryTree, on today: Day) {
        let present = regions.all.filter { $0.exists(on: today) && $0.isStatutory }
        let townships = present.filter { $0.code.level == .township }
        let places = townships.isEmpty ? present.filter { $0.code.level == .county } : townships
        precondition(!places.isEmpty, "no county or township in the register of regions")
        self.regions = places.map(\.code)
        self.industries = industries
        names = regions
        self.today = today
    }

    /// What the generator says about the enterprise of this number.
    func facts(of index: Int) -> [EnterpriseFact: String] {
        var luck = Luck(seed: UInt64(index))
        let region = regions[luck.next(regions.count)]
        let trade = Self.trades[luck.next(Self.trades.count)]
        let city = names.region(region.ancestor(at: .city), on: today)?.shortName ?? "示例"
        let employees = [8, 15, 40, 120, 350, 900][luck.next(6)] + luck.next(30)
        let size: EnterpriseFact.Size =
            employees >= 900 ? .large : employees >= 300 ? .medium : employees >= 20 ? .small : .micro
        let status: EnterpriseFact.Status =
            switch luck.next(20) {
            case 0: .stopped
            case 1: .building
            case 2: .closed
            default: .operating
            }
        let word = luck.pick(Self.firstWords) + luck.pick(Self.secondWords)
        // Past ten thousand of the same words a number keeps names apart.
        let mark = index >= 2000 ? luck.pick(Self.secondWords) + "第\(index)" : ""
        var facts: [EnterpriseFact: String] = [
            .name: "\(city)\(word)\(mark)\(trade.business)有限公司", .creditCode: creditCode(of: index, in: region),
            .region: region.rawValue, .address: "\(names.path(region, on: today))示例路\(1 + luck.next(300))号",
            .industry: trade.industry, .sector: trade.sector.rawValue, .status: status.rawValue,
            .size: size.rawValue, .employees: String(employees),
            .legalRepresentative: luck.pick(Self.families) + luck.pick(Self.givens),
            .safetyHead: luck.pick(Self.families) + luck.pick(Self.givens),
            .safetyPhone: "1390000" + String(10_000 + index % 90_000).suffix(4),
            .registeredOn: Day("2001-01-01")!.adding(days: luck.next(8000)).description,
        ]
        facts[.chief] = luck.pick(Self.families) + luck.pick(Self.givens)
        facts[.safetyStaff] = String(max(1, employees / 60))
        facts[.safetyEngineers] = String(employees / 300)
        facts[.specialOperators] = String(employees / 15)
        facts[.location] = location(of: index, in: region)
        if trade.sector == .chemicals {
            let first = luck.next(Self.chemicals.count)
            let second = (first + 1 + luck.next(Self.chemicals.count - 1)) % Self.chemicals.count
            facts[.chemicals] = "\(Self.chemicals[first]),\(Self.chemicals[second])"
            facts[.processes] = String(1 + luck.next(18))
        }
        return facts
    }

    /// Near the seat of its township, or of the county where that is not known; inside its county as far as the outline of that is known.
    private func location(of index: Int, in region: RegionCode) -> String? {
        let seats = [region, region.ancestor(at: .county)].compactMap { names.region($0, on: today) }
        guard let seat = seats.first(where: { $0.longitude != nil }), let longitude = seat.longitude,
            let latitude = seat.latitude
        else { return nil }
        var luck = Luck(seed: UInt64(index) ^ 0xC0)
        let spread = (0..<4).map { _ in
            Coordinates(
                longitude: longitude + Double(luck.next(401) - 200) / 10_000,
                latitude: latitude + Double(luck.next(401) - 200) / 10_000)
        }
        let candidates = spread + [Coordinates(longitude: longitude, latitude: latitude)]
        return candidates.first { names.boundaries.misplacement(of: $0, in: region) == nil }?.text
    }

    /// A code whose organisation part begins with `MX`, valid in both of its check characters.
    private func creditCode(of index: Int, in region: RegionCode) -> String {
        let alphabet = CreditCode.alphabet.map { Character(Unicode.Scalar($0)) }
        var number = index
        var tail = ""
        for _ in 0..<6 {
            tail = String(alphabet[number % 31]) + tail
            number /= 31
        }
        let organisation = "MX" + tail
        let body =
            "91" + region.ancestor(at: .county).rawValue.prefix(6) + organisation
            + String(Self.organisationCheck(organisation))
        return CreditCode(completing: body)!.text
    }

    /// GB 11714: weights 3, 7, 9, 10, 5, 8, 4, 2, modulo 11.
    private static func organisationCheck(_ code: String) -> Character {
        let sum = zip(code.utf8, [3, 7, 9, 10, 5, 8, 4, 2]).map { byte, weight in
            (byte <= UInt8(ascii: "9") ? Int(byte) - 48 : Int(byte) - 55) * weight
        }.reduce(0, +)
        let check = 11 - sum % 11
        return check == 10 ? "X" : check == 11 ? "0" : Character(String(check))
    }

    /// Enters as many as asked, a thousand in each commit.
    ///
    /// - Parameter organisation: who is named as having entered them, by region; corrections are asked of it.
    public func load(
        _ numbers: Range<Int>, into database: any Database, enteredBy organisation: @Sendable (RegionCode) -> String,
        at now: Instant = .now
    ) async throws {
        var start = numbers.lowerBound
        while start < numbers.upperBound {
            let end = min(start + 1000, numbers.upperBound)
            var changes: [Change] = []
            for index in start..<end {
                let facts = facts(of: index)
                let entering = organisation(RegionCode(facts[.region]!)!)
                let author = Author(person: "system", organisation: entering, cause: "generate")
                let statement = Statement(.madeUp, by: entering, on: now.day, facts)
                changes += try EnterpriseDraft(opening: statement, in: names, by: author, at: now).changes
            }
            try await database.commit(changes)
            start = end
        }
    }

    /// An enterprise of a demonstration, whose name, place and trade are chosen; the rest is made up as for all.
    public struct Chosen: Sendable {
        let id: String
        let facts: [EnterpriseFact: String]

        public init(
            id: String, name: String, region: RegionCode, industry: String, sector: Sector, contact: String,
            size: EnterpriseFact.Size, further: [EnterpriseFact: String] = [:]
        ) {
            self.id = id
            let known: [EnterpriseFact: String] = [
                .name: name, .region: region.rawValue, .industry: industry, .sector: sector.rawValue,
                .safetyHead: contact, .size: size.rawValue, .status: EnterpriseFact.Status.operating.rawValue,
            ]
            facts = known.merging(further) { _, further in further }
        }
    }

    /// The codes of chosen ones begin where no count of the others comes.
    private static let firstChosen = 800_000_000

    /// Enters those of a demonstration under the ids by which people and matters know them.
    public func load(
        _ chosen: [Chosen], into database: any Database, enteredBy organisation: (RegionCode) -> String,
        at now: Instant = .now
    ) async throws {
        let changes = try chosen.enumerated().flatMap { index, one -> [Change] in
            let region = RegionCode(one.facts[.region]!)!
            let number = Self.firstChosen + index
            var facts = facts(of: number)
            // What the trade of the number brings with it is not the chosen one's.
            facts[.chemicals] = nil
            facts[.processes] = nil
            facts[.location] = location(of: number, in: region)
            facts.merge(one.facts) { _, chosen in chosen }
            facts[.creditCode] = creditCode(of: number, in: region)
            facts[.address] = "\(names.path(region, on: today))示例路\(index + 1)号"
            facts[.employees] = String(60 + index * 37)
            let author = Author(person: "system", organisation: organisation(region), cause: "generate")
            let statement = Statement(.madeUp, by: author.organisation, on: now.day, facts)
            return try EnterpriseDraft(opening: statement, id: one.id, in: names, by: author, at: now).changes
        }
        try await database.commit(changes)
    }

    private static let trades: [(business: String, industry: String, sector: Sector)] = [
        ("化工", "C2614", .chemicals), ("精细化学品", "C2662", .chemicals), ("涂料", "C2641", .chemicals),
        ("农药", "C2631", .chemicals), ("特钢", "C3130", .metallurgy), ("铝业", "C3252", .nonferrousMetals),
        ("水泥", "C3011", .buildingMaterials), ("玻璃", "C3041", .buildingMaterials), ("精密机械", "C3484", .machinery),
        ("电梯", "C3435", .machinery), ("汽车零部件", "C3670", .machinery), ("木业", "C2110", .lightIndustry),
        ("食品", "C1439", .lightIndustry), ("纺织", "C1713", .textiles), ("印染", "C1752", .textiles),
        ("商贸", "F5299", .commerce), ("建设", "E4710", .construction), ("危货运输", "G5435", .transport),
        ("采石", "B1011", .mines), ("环保设备", "C3591", .machinery),
    ]
    /// Ammonia, chlorine, methanol, toluene, benzene, hydrogen, propylene.
    private static let chemicals = [
        "7664-41-7", "7782-50-5", "67-56-1", "108-88-3", "71-43-2", "1333-74-0", "115-07-1",
    ]
    private static let firstWords = ["恒", "瑞", "华", "天", "鼎", "宏", "锦", "永", "泰", "新", "安", "嘉", "博", "远", "润", "盛"]
    private static let secondWords = ["达", "源", "丰", "泽", "信", "联", "创", "隆", "昌", "翔", "腾", "和", "诚", "业", "茂", "宁"]
    private static let families = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "马", "朱", "胡"]
    private static let givens = ["建国", "志强", "晓东", "海燕", "丽华", "文博", "国平", "春梅", "永康", "思远", "立新", "秀英"]
}

/// Numbers that look like chance and are the same each time.
private struct Luck {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678
    }

    mutating func next(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }

    mutating func pick(_ words: [String]) -> String { words[next(words.count)] }
}

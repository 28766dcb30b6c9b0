import Markup
import Site

/// The chemicals and processes of an enterprise, each with the lists of the state in which it stands.
struct EnterpriseHazards: Component {
    let enterprise: Enterprise
    let substances: Substances
    let visit: Visit

    private var chemicals: [CASNumber] {
        (enterprise[.chemicals] ?? "").split(separator: ",").compactMap { CASNumber(String($0)) }
    }

    private var processes: [Substances.Process] {
        (enterprise[.processes] ?? "").split(separator: ",").compactMap { Int($0) }.compactMap {
            substances.process($0)
        }
    }

    var body: HTML {
        if !chemicals.isEmpty { chemicalTable }
        if !processes.isEmpty {
            h3 { Wording(zh: "工艺出处", en: "Where the processes are listed") }
            ul { for process in processes { li { "\(process.number) \(process.name)　\(process.document)" } } }
        }
        p(.class("hint")) {
            Wording(
                zh: "列入情况按已载入的名录判断：重点监管的危险化学品（74 种）和 GB 18218-2018 表1。《危险化学品目录（2015版）》尚未载入，未列出不等于不是危险化学品。",
                en: "By the lists that are loaded; the catalogue of 2015 is not among them.")
        }
    }

    private var chemicalTable: HTML {
        Register(
            Wording(zh: "危险化学品", en: "Hazardous chemicals"), .init(chemicals, total: chemicals.count),
            state: RegisterState(visit.address.withoutQuery), identity: \.text,
            columns: [
                Column("name", Wording(zh: "名称", en: "Name"), onPhone: .title) { number in
                    substances[number].map { ([$0.name] + $0.aliases.prefix(1)).joined(separator: "，") }
                        ?? "不在已载入的名录中"
                },
                Column("cas", Wording(zh: "CAS 号", en: "CAS number"), onPhone: .fact) { $0.text },
                Column("supervised", Wording(zh: "重点监管", en: "Special supervision"), onPhone: .fact) { number in
                    substances[number]?.isSpeciallySupervised == true
                        ? Wording(zh: "▲ 是", en: "▲ yes") : Wording(zh: "未见", en: "not seen")
                },
                Column("lists", Wording(zh: "列入", en: "Listed in"), onPhone: .fact, room: .prose) { number in
                    substances[number]?.lists.joined(separator: "；") ?? "—"
                },
            ]
        ).body
    }
}

extension Substances.Substance {
    /// 重点监管的危险化学品
    var isSpeciallySupervised: Bool { lists.contains { $0.hasPrefix("重点监管") } }
}

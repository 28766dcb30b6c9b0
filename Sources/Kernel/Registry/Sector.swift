import Storage

/// 监管行业 — the line of work by which supervision is divided among departments: the 条 of 条块.
///
/// Posts and matters name a sector by its ``rawValue``. The branch of the economy (GB/T 4754) is another thing: a
/// warehouse for chemicals belongs to transport by branch and to ``chemicals`` by sector.
public enum Sector: String, Sendable, CaseIterable, SQLConvertible, Codable {
    case coalMines = "coal-mines"
    case mines
    case chemicals
    case fireworks
    case metallurgy
    case nonferrousMetals = "nonferrous-metals"
    case buildingMaterials = "building-materials"
    case machinery
    case lightIndustry = "light-industry"
    case textiles
    case tobacco
    case commerce
    case construction
    case transport
    case other

    public var title: String {
        switch self {
        case .coalMines: "煤矿"
        case .mines: "非煤矿山"
        case .chemicals: "危险化学品"
        case .fireworks: "烟花爆竹"
        case .metallurgy: "冶金"
        case .nonferrousMetals: "有色"
        case .buildingMaterials: "建材"
        case .machinery: "机械"
        case .lightIndustry: "轻工"
        case .textiles: "纺织"
        case .tobacco: "烟草"
        case .commerce: "商贸"
        case .construction: "建筑施工"
        case .transport: "交通运输"
        case .other: "其他"
        }
    }

    /// The sector's name, or the text itself where it names none.
    public static func title(_ name: String) -> String { Sector(rawValue: name)?.title ?? name }
}

/// What a unit has to do with a measure.
public enum UnitRole: String, Codable, Sendable, CaseIterable {
    /// 牵头、负责: answers for the measure.
    case lead
    /// 配合: helps the one that leads.
    case cooperate
    /// 参与: takes part.
    case participate
    /// 按职责分工负责: each answers for what its duties are.
    case byDuty = "by-duty"
    /// 各市县: every region answers for itself.
    case local
}

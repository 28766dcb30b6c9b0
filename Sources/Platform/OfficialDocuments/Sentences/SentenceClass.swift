/// What a sentence of an official document does.
public enum SentenceClass: String, Codable, Sendable, CaseIterable {
    /// 措施: something that is to be done.
    case measure
    /// 目标: a state to be reached.
    case target
    /// 原则: guiding thought and principles.
    case principle
    /// 背景: why, and on what basis.
    case background
    /// 成效: what has been done and is reported.
    case achievement
    /// 组织工作: how the work itself is assigned, supervised and reported.
    case organisation
    /// 其他: headings, title, addressees, signature, notes.
    case other
}

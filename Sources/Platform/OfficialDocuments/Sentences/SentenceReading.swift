/// Tells what each sentence does, from its own words, the heading it stands under, and its place in the document.
struct SentenceReading {
    let text: CodePoints
    let reports: Bool
    let hasMarkers: Bool

    /// Where a sentence stands.
    struct Place {
        /// The nearest heading that says what its sentences do.
        let section: SentenceClass?
        let position: Position
    }

    /// Before the first clause of its part, in a clause, or after the last.
    enum Position { case preamble, clause, conclusion }

    private static let letter = WordList(
        """
        印发给你们 印发你们 现印发 现予印发 转发给你们 现转发 遵照执行 请认真贯彻 请结合实际 请认真组织实施 请抓好 请贯彻 抓好贯彻落实 认真贯彻执行 请各
        """)
    private static let reasons = WordList(
        """
        现提出 现就 制定本 特制定 制定以下 提出以下 提出如下 通知如下 意见如下 答复如下 报告如下 函复如下 批复如下 通报如下 方案如下 如下意见 以下意见 公告如下 \
        决定如下 复函如下 转复
        """)
    private static let validity = WordList("停止执行 同时废止 即行废止 之日起施行 之日起实施 之日起执行 有效期 负责解释")
    private static let thanks = WordList("感谢 衷心感谢 再次感谢 最后，感谢")
    private static let guidance = WordList("为指导 为根本遵循")
    private static let guidanceStart = WordList("以 坚持以 高举 深入贯彻 全面贯彻")
    private static let overall = WordList("总体思路 总体要求是 主要任务是 指导思想是 总要求是 目标要求是 工作思路是 总体要求：")
    private static let significance = WordList("重要意义 重大意义 的重要举措 的重要途径 的重要内容 的重要组成部分 的内在要求 的迫切需要 的必然要求")
    private static let present = WordList("近年来 目前， 目前, 当前， 当前, 长期以来 改革开放以来 党的十八大以来 同时也要看到 但也要看到 随着 与此同时 但是 但，")
    private static let next = WordList("下一步 下步 下阶段 今后 接下来 下一阶段")
    private static let intention = WordList(
        """
        将继续 将进一步 将由 将按 将与 将会同 将会 将根据 将加强 将积极 将认真 将组织 将尽快 将在 将以 我们将 我省将 我局将 我部将 我市将 我委将 我厅将 国办将 下一步 今后
        """)
    private static let past = WordList("了 已 取得 完成 建成 开展了 先后 共 连续")
    private static let directive = WordList("要 请 应 须 务必 必须 应当 切实 不得")
    private static let requests = WordList("请各 请分别 请于 请你 请将 请按 请在 请及时 请认真")
    private static let addressed = WordList("各地 各部门 各级 各单位 各有关 各省 各市 各县 各成员 请 有关部门 牵头部门 地方各级 省安 市安 县安 对 办公室")
    private static let aims = WordList("力争到 力争 到20 到２０ 到二")
    private static let reached = WordList("达到 实现 建成 完成 形成 基本 提高 提升 下降 以上 增强 显著 明显 减少 建立 健全 覆盖")

    func classify(_ range: Range<Int>, in paragraph: Range<Int>, at place: Place) -> SentenceClass {
        if isHeading(range, of: paragraph) { return .other }
        return byOwnWords(range, at: place) ?? label(of: paragraph) ?? byPlace(range, in: paragraph, place)
    }

    private func isHeading(_ range: Range<Int>, of paragraph: Range<Int>) -> Bool {
        guard range == paragraph, range.count <= 60, !text.endsLikeSentence(range) else { return false }
        if text.firstIndex(in: range, where: \.endsSentence) != nil { return false }
        if UnitWords.isLabelled(text, range) { return false }
        return range.count <= 40 || text.firstIndex(in: range) { $0 == "，" || $0 == "," || $0 == "；" } == nil
    }

    /// 总体要求：… and 主要目标。… at the head of a paragraph without a number.
    private func label(of paragraph: Range<Int>) -> SentenceClass? {
        let window = paragraph.prefixed(12)
        guard let end = text.firstIndex(in: window, where: { $0 == "：" || $0 == "。" }) else { return nil }
        return SectionSense.of(text, heading: window.lowerBound..<end, reports: reports)
    }

    /// Words that settle the question wherever they stand.
    private func byOwnWords(_ range: Range<Int>, at place: Place) -> SentenceClass? {
        if SentenceReading.thanks.begins(text, range) { return .other }
        if place.position != .clause, SentenceReading.letter.occurs(in: text, range) { return .organisation }
        if place.position == .preamble || range.count < 40, SentenceReading.reasons.occurs(in: text, range) {
            return .background
        }
        if place.position != .preamble, SentenceReading.validity.occurs(in: text, range) { return .other }
        if place.section == .achievement || (reports && place.position == .clause) { return nil }
        if SentenceReading.overall.occurs(in: text, range) { return .principle }
        if SentenceReading.guidance.occurs(in: text, range), SentenceReading.guidanceStart.begins(text, range) {
            return .principle
        }
        return isTarget(range) ? .target : nil
    }

    private func isTarget(_ range: Range<Int>) -> Bool {
        guard let aim = SentenceReading.aims.first(in: text, range.prefixed(12)) else { return false }
        return SentenceReading.reached.occurs(in: text, aim.upperBound..<range.upperBound)
    }

    private func byPlace(_ range: Range<Int>, in paragraph: Range<Int>, _ place: Place) -> SentenceClass {
        switch place.position {
        case .preamble: return inPreamble(range)
        case .conclusion: return inConclusion(range, paragraph)
        case .clause:
            if let section = place.section, section != .measure { return section }
            if reports, place.section == nil {
                return announces(range, paragraph) ? .measure : .achievement
            }
            return SentenceReading.present.begins(text, range) ? .background : .measure
        }
    }

    private func announces(_ range: Range<Int>, _ paragraph: Range<Int>) -> Bool {
        SentenceReading.next.begins(text, paragraph) || SentenceReading.intention.occurs(in: text, range)
    }

    private func inPreamble(_ range: Range<Int>) -> SentenceClass {
        if SentenceReading.significance.occurs(in: text, range) || SentenceReading.present.begins(text, range) {
            return .background
        }
        if reports {
            if announces(range, range) { return .measure }
            return SentenceReading.past.occurs(in: text, range) ? .achievement : .background
        }
        return orders(range) ? (hasMarkers ? .organisation : .measure) : .background
    }

    /// Whether somebody is told to do something.
    private func orders(_ range: Range<Int>) -> Bool {
        if SentenceReading.requests.occurs(in: text, range) { return true }
        return SentenceReading.addressed.occurs(in: text, range.prefixed(12))
            && SentenceReading.directive.occurs(in: text, range)
    }

    private func inConclusion(_ range: Range<Int>, _ paragraph: Range<Int>) -> SentenceClass {
        if reports { return announces(range, paragraph) ? .measure : .achievement }
        return SentenceReading.significance.occurs(in: text, range) && !orders(range) ? .background : .organisation
    }
}

extension Range<Int> {
    /// At most the given number of places from the start.
    func prefixed(_ length: Int) -> Range<Int> { lowerBound..<Swift.min(upperBound, lowerBound + length) }
}

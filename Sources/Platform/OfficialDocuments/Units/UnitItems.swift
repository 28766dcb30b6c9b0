/// Cuts a list of units into names, leaving whole what only looks like several: 文化和旅游部, 县（市、区）, 各行业主管、监管部门.
enum UnitItems {
    static func split(_ text: CodePoints, _ range: Range<Int>) -> [Range<Int>] {
        let pieces = pieces(text, range).flatMap { conjoined(text, $0) }.filter { !$0.isEmpty }
        return merged(text, pieces)
    }

    private static func pieces(_ text: CodePoints, _ range: Range<Int>) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var depth = 0
        var start = range.lowerBound
        for at in range {
            if text[at].opensBracket { depth += 1 }
            if text[at].closesBracket { depth = max(0, depth - 1) }
            if depth == 0, "、，,；;。/".unicodeScalars.contains(text[at]) {
                found.append(text.trimmed(start..<at))
                start = at + 1
            }
        }
        found.append(text.trimmed(start..<range.upperBound))
        return found
    }

    private static let conjunctions = WordList("和 与 及 以及 并")

    /// A conjunction separates only behind what is a complete name by itself.
    private static func conjoined(_ text: CodePoints, _ piece: Range<Int>) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var start = piece.lowerBound
        var at = piece.lowerBound
        while at < piece.upperBound {
            guard let length = conjunctions.length(in: text, at: at, limit: piece.upperBound) else {
                at += 1
                continue
            }
            let isPair = partyAndGovernment.length(in: text, at: max(start, at - 2), limit: piece.upperBound) != nil
            if !isPair, isComplete(text, start..<at) {
                found.append(text.trimmed(start..<at))
                start = at + length
            }
            at += length
        }
        found.append(text.trimmed(start..<piece.upperBound))
        return found
    }

    /// 党委和政府 of one region are named as one.
    private static let partyAndGovernment = WordList("党委和政府 党委和人民政府 党委及政府")
    private static let others = WordList("等 各地 牵头 负责 配合")

    private static func isComplete(_ text: CodePoints, _ range: Range<Int>) -> Bool {
        guard !range.isEmpty else { return true }
        if others.endingLength(in: text, range) != nil { return true }
        if range.count > 1, UnitPhrase.endsLikeUnit(text, range) { return true }
        return range.count > 1 && UnitPhrase.endsLikeRegion(text, range) && text[range.lowerBound] != "市"
    }

    private static let sharedEndings = WordList("部门 单位 机构 机关 企业 公司 主管部门 监管部门")

    private static func merged(_ text: CodePoints, _ pieces: [Range<Int>]) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var index = 0
        while index < pieces.count {
            var end = index
            while end + 1 < pieces.count, isBareRegionKind(text, pieces[end]),
                beginsWithRegionKind(text, pieces[end + 1])
            {
                end += 1
            }
            if end == index, let shared = sharedEnd(text, pieces, from: index) { end = shared }
            found.append(pieces[index].lowerBound..<pieces[end].upperBound)
            index = end + 1
        }
        return found
    }

    /// 教育、公安、交通运输部门: names that are complete only together.
    private static func sharedEnd(_ text: CodePoints, _ pieces: [Range<Int>], from start: Int) -> Int? {
        var end = start
        while end < pieces.count, end - start < 12 {
            let piece = withoutRole(text, pieces[end])
            if end > start, sharedEndings.endingLength(in: text, piece) != nil { return end }
            let isName = UnitPhrase.endsLikeUnit(text, piece) || UnitPhrase.endsLikeRegion(text, piece)
            if isName || withoutRole(text, pieces[end]) != pieces[end] { return nil }
            end += 1
        }
        return nil
    }

    private static func withoutRole(_ text: CodePoints, _ piece: Range<Int>) -> Range<Int> {
        guard let role = UnitWords.role(endingIn: text, piece) else { return piece }
        return piece.lowerBound..<piece.upperBound - role.length
    }

    private static let regionKinds = WordList("各省 各市 各县 各区 各州 各设区市 各旗 各盟 各乡 各镇 省 市 县 区 州 盟 旗 乡 镇 自治区 自治州 直辖市 地级市 设区市")

    /// 各市 of 各市、县（市、区）人民政府: a kind of region without the name of one.
    private static func isBareRegionKind(_ text: CodePoints, _ piece: Range<Int>) -> Bool {
        regionKinds.length(in: text, at: piece.lowerBound, limit: piece.upperBound) == piece.count
    }

    private static let kindBeginnings = WordList("省 市 县 区 州 盟 旗 乡 镇 自治区 直辖市 街道 地")

    private static func beginsWithRegionKind(_ text: CodePoints, _ piece: Range<Int>) -> Bool {
        guard let length = kindBeginnings.length(in: text, at: piece.lowerBound, limit: piece.upperBound) else {
            return false
        }
        // 市、省应急厅 are not one name, 市、县人民政府 are.
        let rest = piece.lowerBound + length..<piece.upperBound
        return rest.isEmpty || UnitPhrase.endsLikeRegion(text, piece)
            || governmentEndings.endingLength(in: text, rest) != nil
            || text[rest.lowerBound].opensBracket
    }

    private static let governmentEndings = WordList("政府 党委 负责 牵头 配合 参与 落实 人民政府 政府负责 分工负责")
}

/// 字句比较 — what was taken out of a clause and what was put in, in the order of reading.
///
/// Chinese is compared sign by sign; a number or a word in Latin letters is one piece. A single sign that stays between
/// two changes is told with them, since one reads phrases and not signs.
public struct WordComparison: Sendable, Hashable {
    public struct Passage: Sendable, Hashable {
        public enum Kind: Sendable, Hashable {
            case same, removed, added
        }

        public let kind: Kind
        public let text: String
    }

    public let passages: [Passage]

    public init(from old: String, to new: String) {
        let (before, after) = (old.pieces, new.pieces)
        var (gone, come): (Set<Int>, Set<Int>) = ([], [])
        for change in after.difference(from: before) {
            switch change {
            case .remove(let place, _, _): gone.insert(place)
            case .insert(let place, _, _): come.insert(place)
            }
        }
        var reading = Reading()
        var (old, new) = (0, 0)
        while old < before.count || new < after.count {
            if gone.contains(old) {
                reading.remove(before[old])
                old += 1
            } else if come.contains(new) {
                reading.add(after[new])
                new += 1
            } else {
                reading.keep(after[new])
                old += 1
                new += 1
            }
        }
        passages = reading.finished
    }

    /// Gathers passages: what is taken out stands before what is put in its place.
    private struct Reading {
        private var passages: [Passage] = []
        private var removed = ""
        private var added = ""
        private var same = ""

        mutating func remove(_ piece: Substring) {
            settleSame()
            removed += piece
        }

        mutating func add(_ piece: Substring) {
            settleSame()
            added += piece
        }

        mutating func keep(_ piece: Substring) { same += piece }

        var finished: [Passage] {
            var copy = self
            copy.settleChange()
            if !copy.same.isEmpty { copy.passages.append(.init(kind: .same, text: copy.same)) }
            return copy.passages
        }

        /// A change follows on what stayed the same.
        private mutating func settleSame() {
            guard !same.isEmpty else { return }
            if removed.isEmpty && added.isEmpty || same.count > 1 || same == "\n" {
                settleChange()
                passages.append(.init(kind: .same, text: same))
            } else {
                removed += same
                added += same
            }
            same = ""
        }

        private mutating func settleChange() {
            if !removed.isEmpty { passages.append(.init(kind: .removed, text: removed)) }
            if !added.isEmpty { passages.append(.init(kind: .added, text: added)) }
            removed = ""
            added = ""
        }
    }
}

extension String {
    fileprivate var pieces: [Substring] {
        var pieces: [Substring] = []
        var at = startIndex
        while at < endIndex {
            var end = index(after: at)
            if self[at].belongsToWord {
                while end < endIndex, self[end].belongsToWord { end = index(after: end) }
            }
            pieces.append(self[at..<end])
            at = end
        }
        return pieces
    }
}

extension Character {
    fileprivate var belongsToWord: Bool { isASCII && (isLetter || isNumber) }
}

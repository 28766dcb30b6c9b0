/// Passwords that everybody tries first: common words with figures and signs around them, walks over the keyboard,
/// and short pieces repeated.
enum CommonPasswords {
    static func contains(_ plain: String) -> Bool {
        isPadded(plain) || isWalk(plain) || isRepetition(Array(plain))
    }

    /// What remains without the figures and signs at the ends is a common word, or several of them, or nothing.
    private static func isPadded(_ text: String) -> Bool {
        var head = text[...]
        while let last = head.last, !last.isLetter { head.removeLast() }
        let core = head.drop { !$0.isLetter }
        if core.isEmpty { return hasOnlyObviousFigures(text) }
        return [core, read(core), read(head)].contains(where: isMadeOfWords)
    }

    /// `p@ssw0rd` as people read it.
    private static func read(_ text: Substring) -> Substring {
        Substring(String(text.map { lookAlikes[$0] ?? $0 }))
    }

    private static func isMadeOfWords(_ text: Substring) -> Bool {
        if text.isEmpty { return true }
        if text.first?.isLetter == false { return isMadeOfWords(text.dropFirst()) }
        return words.contains { text.hasPrefix($0) && isMadeOfWords(text.dropFirst($0.count)) }
    }

    /// Figures alone are too few possibilities up to a phone number's or an identity number's length.
    private static func hasOnlyObviousFigures(_ text: String) -> Bool {
        text.count { $0.isNumber } <= 18
    }

    private static func isWalk(_ text: String) -> Bool {
        let compact = text.filter { $0.isLetter || $0.isNumber }
        guard compact.count >= 8 else { return false }
        return walks.contains { walk in walk.contains(compact) || String(walk.reversed()).contains(compact) }
    }

    private static func isRepetition(_ text: [Character]) -> Bool {
        guard text.count > 1 else { return false }
        return (1...max(1, text.count / 2)).contains { length in
            length <= 6 && text.indices.allSatisfy { text[$0] == text[$0 % length] }
        }
    }

    private static let lookAlikes: [Character: Character] = [
        "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i",
    ]

    private static let walks = [
        "1234567890123456789012345678901234567890", "qwertyuiopasdfghjklzxcvbnm", "qwertyuiopqwertyuiop",
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5y6u7i8o9p0",
        "qazwsxedcrfvtgbyhnujmikolp",
        "zaq1xsw2cde3vfr4bgt5nhy6mju7", "1a2s3d4f5g6h7j8k9l", "qweasdzxcqweasdzxc", "asdfghjklasdfghjkl",
        "123qweasdzxc", "1234qwerasdfzxcv", "qwer1234asdf5678", "abcd1234efgh5678", "a1b2c3d4e5f6g7h8i9j0",
        "0147258369", "147258369147258369", "741852963741852963", "789456123789456123",
    ]

    private static let words: Set<String> = [
        "password", "passwd", "passw", "passport", "pass", "word", "admin", "administrator", "root", "super", "user",
        "guest", "test", "testing", "demo", "default", "welcome", "login", "letmein", "changeme", "secret", "master",
        "manager", "system", "server", "oracle", "mysql", "postgres", "huawei", "cisco", "iloveyou", "love", "you",
        "ilove", "sunshine", "princess", "monkey", "dragon", "football", "baseball", "superman", "batman", "shadow",
        "qwerty", "qwertyuiop", "qwer", "qwe", "asdf", "asdfgh", "asd", "zxcv", "zxcvbn", "zxc", "qaz", "wsx", "abc",
        "abcd", "abcdef", "abcdefg", "aaa", "woaini", "woaiwojia", "wodemima", "mima", "nihao", "zhongguo", "china",
        "beijing", "shanghai", "jiangsu", "nanjing", "anquan", "anjian", "yingji", "anlan", "shengchan", "zhangsan",
        "lisi", "wangwu", "hello", "world", "welcometo", "company", "office", "safe", "safety", "computer", "internet",
        "google", "wechat", "weixin", "alibaba", "taobao", "baidu", "tencent", "xiaomi", "iphone", "apple",
    ]
}

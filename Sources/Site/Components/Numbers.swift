extension Int {
    /// The number with commas between thousands, as people read it: `1,284`.
    public var grouped: String {
        let digits = Array(String(magnitude))
        var written = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { written.append(",") }
            written.append(digit)
        }
        return self < 0 ? "-" + written : written
    }
}

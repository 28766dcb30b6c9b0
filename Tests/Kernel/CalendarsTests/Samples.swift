import Calendars
import Foundation

/// The checkout, found from this file; links are followed so that the folders beside it are found too.
let checkout = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .appending(path: "../../..").standardizedFileURL

/// The calendar of 2007–2026 as the product ships it.
let china: WorkingCalendar = {
    try! WorkingCalendar.load(from: checkout.appending(path: "Resources/calendar/china-2007-2026.csv").path)
}()

func at(_ day: Day, _ hour: Int = 9, _ minute: Int = 30) -> Instant {
    Instant(day: day, hour: hour, minute: minute)
}

/// Lets a test write a day as a literal.
extension Day: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) {
        self = Day(text)!
    }
}

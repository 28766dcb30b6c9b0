import Testing

/// A type is named for what it is. Words that fit everything say nothing.
struct NamesTests {
    @Test func `no type has a name that says nothing`() throws {
        let sources = try Checkout.sources.get()
        #expect(sources.flatMap(EmptyNames.found) == [])
    }

    @Test func `what runs beside the server is logged by its name, not with all it holds`() throws {
        let running = try Checkout.sources.get().flatMap(\.declarations).filter { $0.conformances.contains("Service") }
        #expect(running.map(\.name) == ["BackgroundWork"])
    }

    @Test(arguments: [
        "final class PenaltyManager {}", "struct DateUtils {}", "enum StringHelper {}", "actor QueueProcessor {}",
        "protocol PageService {}", "struct MatterInfo: Sendable {}", "public struct StoreImpl<Row> {}",
        "class AbstractStore {}", "class BasePage {}", "struct RowData {}", "typealias PersonVo = Int",
        "enum Outer { struct RequestHandler {} }",
    ])
    func `an empty name is found`(declaration: String) {
        #expect(EmptyNames.found(in: SwiftSource(path: "A.swift", text: declaration)).count == 1)
    }

    @Test(arguments: [
        "struct Database {}", "struct Baseline {}", "struct Information {}", "// struct RowData {}",
        "let text = \"class Manager {}\"", "class func handler() {}", "struct Handlers2 {}", "extension UserInfo {}",
        "enum CommonPasswords {}",
    ])
    func `a name that says something is left alone`(declaration: String) {
        #expect(EmptyNames.found(in: SwiftSource(path: "A.swift", text: declaration)) == [])
    }
}

enum EmptyNames {
    private static let endings = [
        "Manager", "Service", "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities", "Handler", "Processor",
        "Impl", "Base", "Abstract", "Common", "Misc", "Data", "Info", "Vo",
    ]
    private static let beginnings = ["Base", "Abstract"]

    static func found(in source: SwiftSource) -> [String] {
        source.declarations.filter { $0.keyword != "extension" }.map(\.name).filter(saysNothing)
            .map { "\(source.path): \($0)" }
    }

    private static func saysNothing(_ name: String) -> Bool {
        endings.contains { name.hasSuffix($0) }
            || beginnings.contains { name.hasPrefix($0) && name.dropFirst($0.count).first?.isUppercase == true }
    }
}

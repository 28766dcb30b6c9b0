import Foundation

/// Called by libFuzzer, which brings its own `main`, with one input after another. Whatever ends the program, takes
/// longer or needs more memory than `make fuzz` allows is a finding; a refusal is not.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    chosen(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}

/// Named by `PARSER`; each runs in a process of its own.
private let chosen: Parser = {
    let name = ProcessInfo.processInfo.environment["PARSER"] ?? ""
    guard let parser = parsers[name] else {
        preconditionFailure("PARSER is one of \(parsers.keys.sorted().joined(separator: " "))")
    }
    return parser
}()

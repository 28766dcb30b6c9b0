/// Bytes of markup that are written once and then only read.
///
/// A page of a hundred rows makes a thousand of these; an array asks the runtime for the type of its storage each
/// time one is made, which was a tenth of the time a page took.
struct MarkupBytes: @unchecked Sendable {
    private final class Storage: ManagedBuffer<Int, UInt8> {}

    private let storage: ManagedBuffer<Int, UInt8>

    /// A copy of these bytes.
    init(_ bytes: UnsafeRawBufferPointer) {
        storage = Storage.create(minimumCapacity: bytes.count) { _ in bytes.count }
        storage.withUnsafeMutablePointerToElements { elements in
            UnsafeMutableRawBufferPointer(start: elements, count: bytes.count).copyMemory(from: bytes)
        }
    }

    /// The bytes of a literal of the source.
    init(_ literal: StaticString) {
        self.init(UnsafeRawBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
    }

    var count: Int { storage.header }

    /// The bytes, for as long as `body` runs.
    @inline(__always)
    func read<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        storage.withUnsafeMutablePointers { count, elements in
            body(UnsafeRawBufferPointer(start: elements, count: count.pointee))
        }
    }
}

extension MarkupBytes: Hashable {
    static func == (first: MarkupBytes, second: MarkupBytes) -> Bool {
        first.read { one in second.read { two in one.elementsEqual(two) } }
    }

    func hash(into hasher: inout Hasher) {
        read { hasher.combine(bytes: $0) }
    }
}

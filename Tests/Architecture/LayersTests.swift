import Testing

/// Each layer knows only those below it, and a driver is known in one place. SwiftPM would let it pass.
struct LayersTests {
    @Test func `no file imports a layer above its own, another domain, or a driver that is not its business`() throws {
        let manifest = Manifest(text: try Checkout.text("Package.swift"))
        let sources = try Checkout.sources.get()
        #expect(!sources.isEmpty)
        #expect(Layering(manifest: manifest).breaches(in: sources) == [])
    }

    @Test func `every target under Sources stands in a layer`() throws {
        let targets = Manifest(text: try Checkout.text("Package.swift")).targets
        #expect(targets.filter { $0.path.hasPrefix("Sources/") && Layer(path: $0.path) == nil }.map(\.name) == [])
        #expect(targets.contains { Layer(path: $0.path) == .platform })
        #expect(targets.contains { Layer(path: $0.path) == .kernel })
    }

    /// Negative control: each of these must be found.
    @Test(arguments: [
        ("Sources/Platform/Storage/A.swift", "Workflows"),
        ("Sources/Kernel/Workflows/A.swift", "Site"),
        ("Sources/Kernel/Workflows/A.swift", "Dangers"),
        ("Sources/Kernel/Workflows/A.swift", "StorageSQLite"),
        ("Sources/Kernel/Workflows/A.swift", "GRDB"),
        ("Sources/Kernel/Workflows/A.swift", "Hummingbird"),
        ("Sources/Site/A.swift", "Dangers"),
        ("Sources/Site/A.swift", "StoragePostgres"),
        ("Sources/Domains/Dangers/A.swift", "Penalties"),
        ("Sources/Domains/Dangers/A.swift", "StorageSQLite"),
        ("Sources/Domains/Dangers/A.swift", "App"),
        ("Sources/App/A.swift", "CPostgres"),
        ("Sources/Platform/StoragePostgres/A.swift", "GRDB"),
    ])
    func `a forbidden import is found`(path: String, module: String) {
        let source = SwiftSource(path: path, text: "import Foundation\n@preconcurrency public import \(module)\n")
        #expect(Layering(manifest: .sample).breaches(in: [source]).count == 1)
    }

    @Test(arguments: [
        ("Sources/Platform/StorageSQLite/A.swift", "GRDB"),
        ("Sources/Platform/StoragePostgres/A.swift", "CPostgres"),
        ("Sources/Kernel/Workflows/A.swift", "Storage"),
        ("Sources/Site/A.swift", "Hummingbird"),
        ("Sources/Domains/Dangers/A.swift", "Hummingbird"),
        ("Sources/Domains/Dangers/A.swift", "Site"),
        ("Sources/App/A.swift", "StorageSQLite"),
        ("Sources/App/A.swift", "Dangers"),
    ])
    func `a permitted import is left alone`(path: String, module: String) {
        let source = SwiftSource(path: path, text: "import \(module)\n// import Nothing\nlet text = \"import Site\"\n")
        #expect(Layering(manifest: .sample).breaches(in: [source]) == [])
    }
}

/// The dependency lists of Package.swift say what is imported, no less.
struct DependenciesTests {
    @Test func `every imported target is listed where Package.swift declares the importer`() throws {
        let manifest = Manifest(text: try Checkout.text("Package.swift"))
        let files = try Checkout.sources.get() + Checkout.swiftFiles(below: "Tests")
        #expect(manifest.unlistedImports(in: files) == [])
    }

    @Test func `an import that is not listed is found`() {
        let file = SwiftSource(
            path: "Sources/Site/A.swift", text: "import Storage\nimport Foundation\nimport Workflows")
        #expect(Manifest.sample.unlistedImports(in: [file]) == ["Sources/Site/A.swift: Site does not list Storage"])
    }
}

enum Layer: String, CaseIterable {
    case platform = "Platform", kernel = "Kernel", site = "Site", domains = "Domains", app = "App"

    init?(path: String) {
        let folders = path.split(separator: "/")
        guard folders.count >= 2, folders[0] == "Sources" else { return nil }
        self.init(rawValue: String(folders[1]))
    }

    var known: Set<Layer> {
        switch self {
        case .platform: [.platform]
        case .kernel: [.platform, .kernel]
        case .site: [.platform, .kernel, .site]
        case .domains: [.platform, .kernel, .site]
        case .app: Set(Layer.allCases)
        }
    }
}

struct Layering {
    let manifest: Manifest

    func breaches(in sources: [SwiftSource]) -> [String] {
        sources.flatMap { source -> [String] in
            guard let layer = Layer(path: source.path), let own = manifest.target(of: source.path) else {
                return ["\(source.path) is in no target of Package.swift"]
            }
            return source.imports.compactMap { module in
                reason(against: module, in: own, of: layer).map { "\(source.path) imports \(module): \($0)" }
            }
        }
    }

    /// Modules that only these targets, or these layers, may import.
    private static let keepers: [String: Set<String>] = [
        "GRDB": ["StorageSQLite"],
        "CSQLite": ["StorageSQLite"],
        "CPostgres": ["StoragePostgres"],
        "StorageSQLite": ["App"],
        "StoragePostgres": ["App"],
    ]
    private static let webLayers: Set<Layer> = [.site, .domains, .app]

    private func reason(against module: String, in own: Manifest.Target, of layer: Layer) -> String? {
        if let keepers = Self.keepers[module], !keepers.contains(own.name) {
            return "only \(keepers.sorted().joined(separator: ", ")) may"
        }
        if module.hasPrefix("Hummingbird"), !Self.webLayers.contains(layer) {
            return "\(layer.rawValue) knows no web server"
        }
        guard let imported = manifest.target(named: module), imported.name != own.name,
            let importedLayer = Layer(path: imported.path)
        else { return nil }
        return layer.known.contains(importedLayer) ? nil : "\(layer.rawValue) does not know \(importedLayer.rawValue)"
    }
}

extension Manifest {
    func unlistedImports(in files: [SwiftSource]) -> [String] {
        files.flatMap { file -> [String] in
            guard let own = target(of: file.path) else { return [] }
            return file.imports.filter { module in
                module != own.name && target(named: module) != nil && !own.dependencies.contains(module)
            }.map { "\(file.path): \(own.name) does not list \($0)" }
        }
    }

    fileprivate static let sample = Manifest(
        text: """
            // .target(name: "Commented", path: "Sources/Commented"),
            .target(name: "Storage", path: "Sources/Platform/Storage"),
            .target(
                name: "StorageSQLite",
                dependencies: ["Storage", .product(name: "GRDB", package: "GRDB.swift")],
                path: "Sources/Platform/StorageSQLite"),
            .systemLibrary(name: "CPostgres", path: "Sources/Platform/CPostgres", providers: [.apt(["libpq-dev"])]),
            .target(name: "StoragePostgres", dependencies: ["Storage"], path: "Sources/Platform/StoragePostgres"),
            .target(name: "Workflows", dependencies: ["Storage"], path: "Sources/Kernel/Workflows"),
            .target(name: "Site", dependencies: [.target(name: "Workflows")], path: "Sources/Site"),
            .target(name: "Dangers", dependencies: ["Site"], path: "Sources/Domains/Dangers"),
            .target(name: "Penalties", dependencies: ["Site"], path: "Sources/Domains/Penalties"),
            .executableTarget(name: "App", dependencies: ["Dangers"], path: "Sources/App"),
            """)
}

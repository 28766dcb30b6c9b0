// swift-tools-version: 6.2

import PackageDescription

// Targets stand in the order of the layers; the dependency lists are the architecture.
// Tests/Architecture checks that no file imports a target its own target does not list.
let package = Package(
    name: "Anlan",
    products: [.executable(name: "anlan", targets: ["App"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration.git", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-system.git", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess.git", from: "1.0.2"),
    ],
    targets: [
        // Platform: could serve anyone's program.
        .target(name: "Markup", path: "Sources/Platform/Markup"),
        .target(name: "Storage", path: "Sources/Platform/Storage"),
        .systemLibrary(
            name: "CSQLite", path: "Sources/Platform/CSQLite", pkgConfig: "sqlite3",
            providers: [.apt(["libsqlite3-dev"])]),
        .target(
            name: "StorageSQLite",
            dependencies: ["Storage", "CSQLite", .product(name: "GRDB", package: "GRDB.swift")],
            path: "Sources/Platform/StorageSQLite"),
        .systemLibrary(
            name: "CPostgres", path: "Sources/Platform/CPostgres", pkgConfig: "libpq",
            providers: [.apt(["libpq-dev"])]),
        .target(
            name: "StoragePostgres", dependencies: ["Storage", "CPostgres"], path: "Sources/Platform/StoragePostgres"),
        .systemLibrary(
            name: "CZlib", path: "Sources/Platform/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(
            name: "CXLSXWriter", path: "Sources/Platform/CXLSXWriter", pkgConfig: "xlsxwriter",
            providers: [.apt(["libxlsxwriter-dev"])]),
        .systemLibrary(
            name: "CArgon2", path: "Sources/Platform/CArgon2", pkgConfig: "libargon2",
            providers: [.apt(["libargon2-dev"])]),
        .systemLibrary(
            name: "CGD", path: "Sources/Platform/CGD", pkgConfig: "gdlib", providers: [.apt(["libgd-dev"])]),
        .systemLibrary(
            name: "CQREncode", path: "Sources/Platform/CQREncode", pkgConfig: "libqrencode",
            providers: [.apt(["libqrencode-dev"])]),
        .target(name: "QRCodes", dependencies: ["CQREncode"], path: "Sources/Platform/QRCodes"),
        .systemLibrary(
            name: "COpenSSL", path: "Sources/Platform/COpenSSL", pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"])]),
        .target(name: "SM2Signatures", dependencies: ["COpenSSL"], path: "Sources/Platform/SM2Signatures"),
        .target(name: "Multipart", path: "Sources/Platform/Multipart"),
        .target(name: "Archives", dependencies: ["CZlib"], path: "Sources/Platform/Archives"),
        .target(
            name: "Spreadsheets", dependencies: ["Archives", "CXLSXWriter"], path: "Sources/Platform/Spreadsheets"),
        .target(
            name: "OfficialDocuments",
            dependencies: ["Archives", .product(name: "Subprocess", package: "swift-subprocess")],
            path: "Sources/Platform/OfficialDocuments"),

        // Kernel: knows no domain, no page, no database driver.
        .target(name: "Calendars", dependencies: ["Storage"], path: "Sources/Kernel/Calendars"),
        .target(
            name: "Rules", dependencies: ["Calendars", .product(name: "Yams", package: "Yams")],
            path: "Sources/Kernel/Rules"),
        .target(name: "Registry", dependencies: ["Storage", "Calendars"], path: "Sources/Kernel/Registry"),
        .target(
            name: "Permissions", dependencies: ["Storage", "Calendars", "Registry"],
            path: "Sources/Kernel/Permissions"),
        .target(
            name: "Accounts",
            dependencies: ["Storage", "Calendars", "CArgon2", .product(name: "Crypto", package: "swift-crypto")],
            path: "Sources/Kernel/Accounts"),
        .target(
            name: "Attachments",
            dependencies: [
                "Archives", "Storage", "Calendars", "CGD", .product(name: "Crypto", package: "swift-crypto"),
            ],
            path: "Sources/Kernel/Attachments"),
        .target(name: "Facts", path: "Sources/Kernel/Facts"),
        .target(
            name: "Ledger",
            dependencies: ["Storage", "Calendars", "Registry", .product(name: "Crypto", package: "swift-crypto")],
            path: "Sources/Kernel/Ledger"),
        .target(
            name: "Sealing",
            dependencies: [
                "SM2Signatures", "Storage", "Calendars", "Ledger", .product(name: "Crypto", package: "swift-crypto"),
            ],
            path: "Sources/Kernel/Sealing", exclude: ["FORMAT.md"]),
        .target(
            name: "Backups",
            dependencies: [
                "Archives", "Storage", "Calendars", "Attachments", "Ledger", "Sealing",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            path: "Sources/Kernel/Backups"),
        .target(
            name: "Workflows",
            dependencies: ["Storage", "Calendars", "Rules", "Registry", "Permissions", "Facts", "Ledger"],
            path: "Sources/Kernel/Workflows"),

        // Site: the frame of every page and route.
        .target(
            name: "Site",
            dependencies: [
                "Archives", "Multipart", "Markup", "Storage", "Calendars", "Rules", "Registry", "Permissions",
                "Accounts",
                "Attachments",
                "Facts", "Ledger", "Sealing", "Workflows", "Spreadsheets",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            path: "Sources/Site"),

        // Domains: one target each. None knows another, or a database driver.
        .target(
            name: "SupervisedTasks",
            dependencies: [
                "Site", "Markup", "Workflows", "Permissions", "Registry", "Rules", "Calendars", "Ledger", "Facts",
                "Spreadsheets", "Storage",
            ],
            path: "Sources/Domains/SupervisedTasks"),
        .target(
            name: "HiddenDangers",
            dependencies: [
                "Site", "Markup", "Workflows", "Permissions", "Registry", "Rules", "Calendars", "Ledger", "Facts",
                "Storage", "Attachments", "Accounts", .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            path: "Sources/Domains/HiddenDangers"),
        .target(
            name: "RiskGrading",
            dependencies: [
                "Site", "Markup", "Workflows", "Permissions", "Registry", "Rules", "Calendars", "Ledger", "Facts",
                "Storage", "QRCodes",
            ],
            path: "Sources/Domains/RiskGrading"),
        .target(
            name: "Inspections",
            dependencies: [
                "Site", "Markup", "Workflows", "Permissions", "Registry", "Rules", "Calendars", "Facts", "Storage",
            ],
            path: "Sources/Domains/Inspections"),
        .target(
            name: "Enterprises",
            dependencies: [
                "Site", "Markup", "Workflows", "Permissions", "Registry", "Rules", "Calendars", "Ledger", "Facts",
                "Storage", "Spreadsheets",
            ],
            path: "Sources/Domains/Enterprises"),

        .target(
            name: "PolicyDocuments",
            dependencies: [
                "Site", "Markup", "Workflows", "Permissions", "Registry", "Rules", "Calendars", "Ledger", "Facts",
                "Storage", "Attachments", "OfficialDocuments", "Spreadsheets",
            ],
            path: "Sources/Domains/PolicyDocuments"),

        // App: composition root and the command line.
        .executableTarget(
            name: "App",
            dependencies: [
                "PolicyDocuments", "SupervisedTasks", "HiddenDangers", "RiskGrading", "Inspections", "Enterprises",
                "Site",
                "Storage", "StorageSQLite",
                "StoragePostgres",
                "OfficialDocuments",
                "Spreadsheets", "Calendars", "Rules", "Registry", "Permissions", "Accounts", "Attachments", "Ledger",
                "Sealing", "Backups", "Workflows", "Markup",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            path: "Sources/App"),

        // What `make bench` measures inside the program. Release builds only: `swift build -c release --product Workloads`.
        .executableTarget(
            name: "Workloads",
            dependencies: [
                "Markup", "OfficialDocuments", "Spreadsheets", "Registry", "Permissions", "Sealing", "Workflows",
                "SampleProvince", .product(name: "Crypto", package: "swift-crypto"),
            ],
            path: "Benchmarks/Workloads"),

        // Tests mirror Sources. SampleProvince is the small named world that all of them live in.
        .target(
            name: "StorageTesting", dependencies: ["Storage", "StorageSQLite", "StoragePostgres"],
            path: "Tests/Platform/StorageTesting"),
        .target(
            name: "SampleProvince",
            dependencies: [
                "Storage", "StorageSQLite", "StoragePostgres", "Calendars", "Rules", "Registry", "Permissions", "Facts",
                "Ledger", "Sealing", "Workflows",
            ],
            path: "Tests/SampleProvince"),
        // The kernel under a seeded clock, scheduler and store, held against a model: `make simulate`.
        .target(
            name: "Simulation",
            dependencies: ["SampleProvince", "Storage", "Calendars", "Registry", "Permissions", "Ledger", "Workflows"],
            path: "Tests/Simulation/Simulation"),
        .executableTarget(name: "Simulate", dependencies: ["Simulation"], path: "Tests/Simulation/Simulate"),
        .testTarget(
            name: "SimulationTests", dependencies: ["Simulation"], path: "Tests/Simulation/SimulationTests"),
        .testTarget(name: "MarkupTests", dependencies: ["Markup"], path: "Tests/Platform/MarkupTests"),
        .testTarget(
            name: "StorageTests",
            dependencies: [
                "Storage", "StorageSQLite", "StoragePostgres", "StorageTesting",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            path: "Tests/Platform/StorageTests"),
        .testTarget(name: "QRCodesTests", dependencies: ["QRCodes"], path: "Tests/Platform/QRCodesTests"),
        .testTarget(
            name: "SM2SignaturesTests", dependencies: ["SM2Signatures"], path: "Tests/Platform/SM2SignaturesTests"),
        .testTarget(name: "MultipartTests", dependencies: ["Multipart"], path: "Tests/Platform/MultipartTests"),
        .testTarget(name: "ArchivesTests", dependencies: ["Archives", "CZlib"], path: "Tests/Platform/ArchivesTests"),
        .testTarget(
            name: "SpreadsheetsTests", dependencies: ["Spreadsheets", "Archives"],
            path: "Tests/Platform/SpreadsheetsTests", exclude: ["Fixtures"]),
        .testTarget(
            name: "OfficialDocumentsTests", dependencies: ["OfficialDocuments", "Archives"],
            path: "Tests/Platform/OfficialDocumentsTests", exclude: ["Gold"]),
        .testTarget(
            name: "CalendarsTests", dependencies: ["Calendars", "Storage"], path: "Tests/Kernel/CalendarsTests"),
        .testTarget(name: "RulesTests", dependencies: ["Rules", "Calendars"], path: "Tests/Kernel/RulesTests"),
        .testTarget(
            name: "AccountsTests", dependencies: ["Accounts", "Calendars", "Storage", "StorageSQLite"],
            path: "Tests/Kernel/AccountsTests"),
        .testTarget(
            name: "AttachmentsTests",
            dependencies: ["Attachments", "Archives", "CGD", "Calendars", "Storage", "StorageSQLite"],
            path: "Tests/Kernel/AttachmentsTests"),
        .testTarget(
            name: "RegistryTests", dependencies: ["SampleProvince", "Storage", "Calendars", "Registry"],
            path: "Tests/Kernel/RegistryTests"),
        .testTarget(
            name: "PermissionsTests",
            dependencies: ["SampleProvince", "Storage", "Calendars", "Registry", "Permissions", "Workflows"],
            path: "Tests/Kernel/PermissionsTests"),
        .testTarget(
            name: "FactsTests", dependencies: ["SampleProvince", "Storage", "Permissions", "Facts", "Workflows"],
            path: "Tests/Kernel/FactsTests"),
        .testTarget(
            name: "LedgerTests", dependencies: ["SampleProvince", "Storage", "Calendars", "Ledger", "Workflows"],
            path: "Tests/Kernel/LedgerTests"),
        .testTarget(
            name: "SealingTests",
            dependencies: [
                "SM2Signatures", "SampleProvince", "Storage", "Calendars", "Ledger", "Permissions", "Sealing",
                "Workflows",
            ],
            path: "Tests/Kernel/SealingTests"),
        .testTarget(
            name: "BackupsTests",
            dependencies: [
                "SampleProvince", "Storage", "Attachments", "Calendars", "Ledger", "Sealing", "Backups", "Workflows",
            ],
            path: "Tests/Kernel/BackupsTests"),
        .testTarget(
            name: "WorkflowsTests",
            dependencies: [
                "SampleProvince", "Storage", "Calendars", "Rules", "Registry", "Permissions", "Facts", "Ledger",
                "Workflows",
            ],
            path: "Tests/Kernel/WorkflowsTests"),
        .testTarget(
            name: "SupervisedTasksTests",
            dependencies: [
                "SampleProvince", "SupervisedTasks", "Storage", "Calendars", "Rules", "Registry", "Permissions",
                "Ledger", "Workflows",
            ],
            path: "Tests/Domains/SupervisedTasksTests"),
        .testTarget(
            name: "HiddenDangersTests",
            dependencies: [
                "HiddenDangers", "SampleProvince", "Storage", "Calendars", "Rules", "Registry", "Permissions", "Ledger",
                "Workflows", .product(name: "Crypto", package: "swift-crypto"),
            ],
            path: "Tests/Domains/HiddenDangersTests"),
        .testTarget(
            name: "RiskGradingTests",
            dependencies: [
                "RiskGrading", "HiddenDangers", "SampleProvince", "Storage", "Calendars", "Rules", "Registry",
                "Permissions", "Ledger",
                "Workflows",
            ],
            path: "Tests/Domains/RiskGradingTests"),
        .testTarget(
            name: "InspectionsTests",
            dependencies: [
                "Inspections", "HiddenDangers", "RiskGrading", "SampleProvince", "Storage", "Calendars", "Rules",
                "Registry", "Permissions", "Workflows",
            ],
            path: "Tests/Domains/InspectionsTests"),
        .testTarget(
            name: "PolicyDocumentsTests",
            dependencies: [
                "SampleProvince", "PolicyDocuments", "OfficialDocuments", "Storage", "Calendars", "Registry",
                "Permissions", "Ledger", "Sealing", "Workflows",
            ],
            path: "Tests/Domains/PolicyDocumentsTests"),
        .testTarget(
            name: "EnterprisesTests",
            dependencies: [
                "SampleProvince", "Enterprises", "Site", "Storage", "Calendars", "Rules", "Registry", "Permissions",
                "Workflows", "Spreadsheets", "Ledger",
            ],
            path: "Tests/Domains/EnterprisesTests"),
        .testTarget(name: "ComponentsTests", dependencies: ["Markup", "Site"], path: "Tests/Site/ComponentsTests"),
        .testTarget(
            name: "SiteTests",
            dependencies: [
                "SampleProvince", "Site", "Markup", "Storage", "Accounts", "Attachments", "Permissions", "Registry",
                "Rules", "Calendars", "Ledger", "Sealing", "Workflows", "CGD",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            path: "Tests/Site/SiteTests"),
        .testTarget(
            name: "AppTests",
            dependencies: [
                "App", "Enterprises", "HiddenDangers", "PolicyDocuments", "SupervisedTasks", "RiskGrading",
                "SampleProvince", "Storage",
                "Calendars", "Registry", "Permissions", "Accounts", "Workflows", "Site",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Tests/App"),
    ],
    swiftLanguageModes: [.v6]
)

// libFuzzer brings its own `main`, so this is built by `make fuzz` alone, with everything it uses instrumented.
if Context.environment["ANLAN_FUZZING"] != nil {
    package.targets.append(
        .executableTarget(
            name: "Fuzzing",
            dependencies: [
                "Markup", "Storage", "Archives", "Multipart", "Spreadsheets", "OfficialDocuments", "Calendars", "Rules",
                "Sealing", "Workflows",
            ],
            path: "Tests/Fuzzing", exclude: ["dictionary.txt"]))
}

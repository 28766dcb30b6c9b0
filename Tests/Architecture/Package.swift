// swift-tools-version: 6.2

import PackageDescription

// The same tests as the ArchitectureTests target of the whole package. They read the sources as text, so
// `make check` can run them by themselves, in seconds, before anything else is built.
let package = Package(
    name: "Architecture",
    targets: [.testTarget(name: "ArchitectureTests", path: ".", exclude: ["Package.swift"])],
    swiftLanguageModes: [.v6]
)

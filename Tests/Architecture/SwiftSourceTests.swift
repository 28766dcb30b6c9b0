import Testing

/// The checks stand on telling code from text; where that fails, they fail silently.
struct SwiftSourceTests {
    @Test(arguments: [
        (#"let a = "one \(names["two"]) three"; struct Seen {}"#, ["one \\(names[\"two\"]) three"]),
        (##"let a = #"a "quoted" \n word"#; struct Seen {}"##, [#"a "quoted" \n word"#]),
        (##"let a = #"deep \#(f(")")) end"#; struct Seen {}"##, [##"deep \#(f(")")) end"##]),
        (#"let a = "escaped \" quote"; struct Seen {}"#, [#"escaped \" quote"#]),
        ("/* outer /* inner */ struct Unseen {} */ struct Seen {}", []),
        ("let a = \"\"\"\n  \"one\" struct Unseen {}\n  \"\"\"\nstruct Seen {}", ["\n  \"one\" struct Unseen {}\n  "]),
        ("let a = \"never closed struct Unseen {}\nstruct Seen {}", ["never closed struct Unseen {}"]),
        ("// \"struct Unseen {}\nstruct Seen {}", []),
    ])
    func `comments and literals are blanked, the rest stays`(text: String, literals: [String]) {
        let source = SwiftSource(path: "A.swift", text: text)
        #expect(source.declarations.map(\.name) == ["Seen"])
        #expect(source.literals.filter { $0 != "two" && $0 != ")" } == literals)
        #expect(source.code.utf8.count == text.utf8.count)
    }

    @Test func `every way to import is read`() {
        let source = SwiftSource(
            path: "A.swift",
            text: """
                import One
                @testable import Two
                @_spi(Inner) public import Three
                    internal import struct Four.Part
                // import Five
                let important = 6
                """)
        #expect(source.imports == ["One", "Two", "Three", "Four"])
    }
}

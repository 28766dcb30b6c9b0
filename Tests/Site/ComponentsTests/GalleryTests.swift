import Foundation
import Markup
import Site
import Testing

/// What holds for every page of the site, shown on a page for each component.
struct GalleryTests {
    static let languages = Language.allCases

    @Test(.enabled(if: ProcessInfo.processInfo.environment["GALLERY"] != nil))
    func `the gallery is written out for a look in the browser`() throws {
        let folder = URL(filePath: try #require(ProcessInfo.processInfo.environment["GALLERY"]))
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (language, suffix) in [(Language.chinese, ""), (.english, "-en")] {
            for page in Gallery.pages(language) {
                try page.html.write(
                    to: folder.appending(path: page.name + suffix + ".html"), atomically: true, encoding: .utf8)
            }
        }
    }

    @Test(arguments: languages)
    func `no page carries a script or a style of its own`(language: Language) {
        for page in Gallery.pages(language) {
            let tags = page.html.matches(of: /<[a-z][^>]*>/).map { String($0.output) }
            for tag in tags {
                #expect(!tag.contains(/\sstyle=/), "\(page.name): \(tag)")
                #expect(!tag.contains(/\son[a-z]+=/), "\(page.name): \(tag)")
                #expect(!tag.contains("javascript:"), "\(page.name): \(tag)")
                #expect(!tag.hasPrefix("<style"), "\(page.name): \(tag)")
                #expect(!tag.hasPrefix("<script") || tag.contains(" src=\"/"), "\(page.name): \(tag)")
            }
        }
    }

    @Test(arguments: languages)
    func `each page has one heading of the first rank and a title like no other`(language: Language) throws {
        var titles: Set<String> = []
        for page in Gallery.pages(language) {
            #expect(page.html.matches(of: /<h1[ >]/).count == 1, "\(page.name)")
            let title = try #require(page.html.firstMatch(of: /<title>(.*?)<\/title>/)).output.1
            #expect(titles.insert(String(title)).inserted, "\(page.name): \(title)")
        }
    }

    @Test(arguments: languages)
    func `every control that can be seen has a name`(language: Language) {
        for page in Gallery.pages(language) {
            let labelled = Set(page.html.matches(of: /<label[^>]* for="([^"]+)"/).map { String($0.output.1) })
            for match in page.html.matches(of: /<(input|select|textarea)( [^>]*)>/) {
                let tag = String(match.output.2)
                guard !tag.contains("type=\"hidden\""), !tag.contains("aria-label=") else { continue }
                let id = tag.firstMatch(of: #/ id="([^"]+)"/#).map { String($0.output.1) }
                let before = page.html[..<match.range.lowerBound]
                let isInsideLabel =
                    before.range(of: "<label", options: .backwards).map { opening in
                        before.range(of: "</label>", options: .backwards).map { $0.lowerBound < opening.lowerBound }
                            ?? true
                    } ?? false
                #expect(isInsideLabel || id.map(labelled.contains) == true, "\(page.name): \(tag)")
            }
        }
    }

    @Test(arguments: languages)
    func `no two elements of a page have the same id`(language: Language) {
        for page in Gallery.pages(language) {
            var seen: Set<String> = []
            for match in page.html.matches(of: #/ id="([^"]+)"/#) {
                #expect(seen.insert(String(match.output.1)).inserted, "\(page.name): \(match.output.1)")
            }
        }
    }

    @Test(arguments: languages)
    func `every form that changes something proves where it comes from`(language: Language) {
        for page in Gallery.pages(language) {
            for form in page.html.components(separatedBy: "<form ").dropFirst() {
                let tag = form.prefix { $0 != ">" }
                guard tag.contains("method=\"post\"") else { continue }
                let body = form.components(separatedBy: "</form>")[0]
                #expect(body.contains("name=\"form-token\" value=\"token-"), "\(page.name): \(tag)")
            }
        }
    }

    @Test(arguments: languages)
    func `every page can be complained about`(language: Language) {
        for page in Gallery.pages(language) {
            #expect(page.html.contains("href=\"/complaints?about="), "\(page.name)")
        }
    }

    @Test func `an English page has no Chinese label`() {
        for page in Gallery.pages(.english) {
            for piece in words(page.html, leavingOut: "zh-CN") {
                #expect(!piece.contains(/\p{Script=Han}/), "\(page.name): \(piece)")
            }
        }
    }

    @Test func `a Chinese page has no English label`() {
        let names = ["XLSX", "CSV", "JPG", "PDF", "jpg", "pdf"]
        for page in Gallery.pages(.chinese) {
            for piece in words(page.html, leavingOut: "en") {
                let foreign = piece.matches(of: /[A-Za-z]{3,}/).map { String($0.output) }.filter { !names.contains($0) }
                #expect(foreign.isEmpty, "\(page.name): \(piece)")
            }
        }
    }

    @Test func `a page says in its title that its form is wrong`() throws {
        let pages = Dictionary(uniqueKeysWithValues: Gallery.pages(.chinese).map { ($0.name, $0.html) })
        #expect(try #require(pages["form-errors"]).contains("<title>错误：登记隐患"))
        #expect(!(try #require(pages["form"]).contains("<title>错误")))
    }

    /// Everything people read on a page, but for parts marked as being in the other language.
    private func words(_ html: String, leavingOut other: String) -> [String] {
        var html = html
        // What is marked as being in another language may be.
        for tag in ["button", "ol", "article"] {
            html = html.replacing(
                try! Regex("<\(tag)[^>]* lang=\"\(other)\"[^>]*>.*?</\(tag)>").dotMatchesNewlines(), with: "")
        }
        let attributes = html.matches(of: /(?:aria-label|placeholder|title|data-l|label)="([^"]*)"/)
            .map { String($0.output.1) }
        let texts = html.replacing(/<code>.*?<\/code>/, with: "").replacing(/<[^>]*>/, with: "\n")
            .split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        return attributes + texts
    }
}

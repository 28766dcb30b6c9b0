import Foundation
import Markup
import Site
import Testing

/// What holds for every page of the site, shown on a page for each component.
struct GalleryTests {
    private static let pages = Gallery.pages(.chinese) + Gallery.pages(.english)

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
}

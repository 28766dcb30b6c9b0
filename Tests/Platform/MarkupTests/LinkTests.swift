import Markup
import Testing

/// A link keeps what it is given, and leads nowhere but to this site.
struct LinkTests {
    @Test func `path and query are percent-encoded`() {
        let link = Link("l", "隐患/台账").adding("q", "a&b=c d+e").adding("state", "整改中")
        #expect(
            link.url
                == "/l/%E9%9A%90%E6%82%A3%2F%E5%8F%B0%E8%B4%A6?q=a%26b%3Dc%20d%2Be&state=%E6%95%B4%E6%94%B9%E4%B8%AD")
    }

    @Test func `reading an address and writing it again keeps its meaning`() throws {
        let link = Link("l", "hazards").adding("q", "氯气 100%&<更多>").adding("state", "open").adding("state", "late")
            .at("row-3")
        #expect(try #require(Link(parsing: link.url)) == link)
    }

    @Test(arguments: ["//evil.example/x", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "", "x"])
    func `an address of another site is refused`(address: String) {
        #expect(Link(parsing: address) == nil)
    }

    @Test(arguments: ["javascript:alert(1)", "data:text/html,x", " https://a", "//a"])
    func `an external address with a scheme that could run is refused`(address: String) {
        #expect(ExternalLink(address) == nil)
    }

    @Test func `changing one parameter keeps the others in place`() {
        let link = Link("l").adding("state", "open").adding("page", "7").adding("size", "50")
        #expect(link.setting("page", to: "8").url == "/l?state=open&page=8&size=50")
        #expect(link.setting("page", to: nil).url == "/l?state=open&size=50")
        #expect(link.setting("sort", to: "-due").url == "/l?state=open&page=7&size=50&sort=-due")
    }

    @Test func `removing one of several values keeps the rest`() {
        let link = Link("l").adding("state", "open").adding("state", "late")
        #expect(link.removing("state", "open").url == "/l?state=late")
    }

    @Test func `a form's plus is a space and a stray percent sign stays`() {
        #expect(
            Link.parameters(parsing: "q=a+b&r=100%&s=%E6%B0%AF") == [
                .init("q", "a b"), .init("r", "100%"), .init("s", "氯"),
            ])
    }
}

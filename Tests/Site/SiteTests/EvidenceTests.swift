import Attachments
import Calendars
import HTTPTypes
import NIOCore
import SampleProvince
import Storage
import Testing

@testable import Site

/// Evidence comes in with a form or ahead of it, hangs on its matter, and is read by those who may read the matter.
struct EvidenceTests {
    private static let photo = SamplePicture.jpeg()

    // MARK: Who may not

    @Test func `nobody hands in a file without signing in, or from a page that is not ours`() async throws {
        let site = try await SampleSite()
        let errand = try await site.world.errand(in: .working)
        try await site.walk { visitors in
            let parts = [
                Part("outcome", "已排查"), Part("evidence.purpose", "evidence"),
                Part("evidence", file: "a.jpg", Self.photo),
            ]
            let stranger = try await visitors.stranger.post("/m/errand/\(errand)/report", parts)
            #expect(stranger.status == .seeOther && stranger.location.hasPrefix("/sign-in"))
            let sun = try await visitors.browser(of: .sun)
            let foreign = try await sun.post("/m/errand/\(errand)/report", parts, withToken: false)
            #expect(foreign.status == .forbidden)
            let raw = try await sun.send(
                .post, "/attachments?purpose=evidence", [.accept: "application/json"], ByteBuffer(bytes: Self.photo))
            #expect(raw.status == .forbidden)
        }
        #expect(try await site.world.count("content") == 0)
    }

    @Test func `a file cannot be attached by whoever merely knows its hash`() async throws {
        let site = try await SampleSite()
        let (theirs, own) = (try await site.world.errand(in: .working), try await site.world.errand(in: .working))
        try await site.walk { visitors in
            let sun = try await visitors.browser(of: .sun)
            let hash = try await sun.upload(Self.photo)
            #expect(try await sun.report(theirs, evidence: [hash]).status == .seeOther)
            let lyu = try await visitors.browser(of: .lyu)
            let refused = try await lyu.report(own, evidence: [hash])
            #expect(refused.status == .badRequest && refused.text.contains("不是由您本人上传的"))
        }
        #expect(try await site.world.header(own).state == "working")
        #expect(try await site.world.count("attachment") == 1)
    }

    @Test(arguments: Engine.all)
    func `an upload is its sender's alone; once attached, whoever may read the matter may read it`(
        engine: Engine
    ) async throws {
        let site = try await SampleSite(on: engine)
        let errand = try await site.world.errand(in: .working)
        try await site.walk { visitors in
            let sun = try await visitors.browser(of: .sun)
            let qian = try await visitors.browser(of: .qian)
            let wu = try await visitors.browser(of: .wu)
            let hash = try await sun.upload(Self.photo)
            let absent = String(repeating: "0", count: 64)
            for end in ["", "/thumbnail"] {
                #expect(try await sun.open("/attachments/\(hash)\(end)").status == .ok)
                // A colleague of the city sees nothing before it is attached, and exactly as if it were not there.
                let nothing = try await qian.open("/attachments/\(absent)\(end)")
                #expect(nothing.status == .notFound)
                #expect(try await qian.open("/attachments/\(hash)\(end)").outside == nothing.outside)
            }
            #expect(try await sun.report(errand, evidence: [hash]).status == .seeOther)
            for end in ["", "/thumbnail"] {
                #expect(try await qian.open("/attachments/\(hash)\(end)").status == .ok)
                // Another city's county still sees nothing.
                let nothing = try await wu.open("/attachments/\(absent)\(end)")
                #expect(try await wu.open("/attachments/\(hash)\(end)").outside == nothing.outside)
            }
            for odd in ["..", "..%2F..%2Fetc%2Fpasswd", "abc", hash + "0", hash.uppercased()] {
                #expect(try await sun.open("/attachments/\(odd)").status == .notFound)
            }
        }
    }

    // MARK: The form

    @Test func `a form with a photo is one post; the timeline shows it small, with purpose, name and hash`()
        async throws
    {
        let site = try await SampleSite()
        let errand = try await site.world.errand(in: .working)
        try await site.walk { visitors in
            let sun = try await visitors.browser(of: .sun)
            let form = try await sun.open("/m/errand/\(errand)/report")
            #expect(form.text.contains("multipart/form-data") && form.text.contains(#"name="evidence" "#))
            #expect(form.value(of: "evidence.purpose") == "evidence")
            let done = try await sun.post(
                "/m/errand/\(errand)/report",
                [
                    Part("version", form.value(of: "version")!), Part("command-id", form.value(of: "command-id")!),
                    Part("outcome", "已排查12户"), Part("evidence.purpose", "evidence"),
                    Part("evidence", file: #"C:\照片\现场<1>.exe.jpg"#, Self.photo), Part("evidence", file: "", []),
                ])
            #expect(done.status == .seeOther)
            let page = try await sun.open("/m/errand/\(errand)")
            let hash = ContentHash(of: Self.photo).text
            #expect(page.text.contains("<img src=\"/attachments/\(hash)/thumbnail\""))
            #expect(page.text.contains("现场 1.jpg") && page.text.contains(">证据</span>"))
            #expect(page.text.contains("<code>\(hash)</code>"))
            let file = try await sun.open("/attachments/\(hash)")
            #expect(file.bytes == Self.photo)
            #expect(file.headers[.contentType] == "image/jpeg")
            #expect(file.headers[.contentSecurityPolicy] == "default-src 'none'; sandbox")
            #expect(file.headers[.xContentTypeOptions] == "nosniff")
            #expect(file.headers[.contentDisposition]?.hasPrefix("inline;") == true)
            #expect(file.headers[.contentLength] == String(Self.photo.count))
        }
    }

    @Test func `a refused form keeps what was typed and the files, and a ticked box takes one away`() async throws {
        let site = try await SampleSite()
        let errand = try await site.world.errand(in: .working)
        let second = SamplePicture.jpeg(seed: 5)
        try await site.walk { visitors in
            let sun = try await visitors.browser(of: .sun)
            let refused = try await sun.post(
                "/m/errand/\(errand)/report",
                [
                    Part("outcome", "写好的经过 <b>"), Part("evidence.purpose", "evidence"),
                    Part("evidence", file: "甲.jpg", Self.photo), Part("evidence", file: "程序.exe", Array("MZ\0\0".utf8)),
                    Part("evidence", file: "乙.jpg", second),
                ])
            #expect(refused.status == .badRequest)
            #expect(refused.text.contains("写好的经过 &lt;b&gt;"))
            #expect(refused.text.contains("“程序.exe”：认不出这个文件的类型"))
            let (first, other) = (ContentHash(of: Self.photo).text, ContentHash(of: second).text)
            for (hash, name) in [(first, "甲.jpg"), (other, "乙.jpg")] {
                #expect(refused.text.contains("<input type=\"hidden\" name=\"evidence\" value=\"\(hash)\">"))
                #expect(refused.text.contains("name=\"evidence.removed\" value=\"\(hash)\""))
                #expect(refused.text.contains(name))
            }
            let done = try await sun.post(
                "/m/errand/\(errand)/report",
                [
                    Part("outcome", "写好的经过"), Part("evidence.purpose", "evidence"), Part("evidence", first),
                    Part("evidence", other), Part("evidence.removed", first), Part("evidence", file: "", []),
                ])
            #expect(done.status == .seeOther)
            let entries = try await site.world.ledger.entries(of: errand)
            #expect(entries.last?.attachments == [other])
            #expect(try await site.attachments.attachments(of: errand).map(\.name) == ["乙.jpg"])
        }
    }

    @Test func `the same form sent twice attaches once`() async throws {
        let site = try await SampleSite()
        let errand = try await site.world.errand(in: .working)
        try await site.walk { visitors in
            let sun = try await visitors.browser(of: .sun)
            let id = try #require(try await sun.open("/m/errand/\(errand)/report").value(of: "command-id"))
            let parts = [
                Part("command-id", id), Part("outcome", "已排查"), Part("evidence.purpose", "evidence"),
                Part("evidence", file: "a.jpg", Self.photo), Part("evidence", file: "b.jpg", Self.photo),
            ]
            for _ in 0..<2 { #expect(try await sun.post("/m/errand/\(errand)/report", parts).status == .seeOther) }
        }
        #expect(try await site.world.count("attachment") == 1)
    }

    @Test func `a file that is too large or has another purpose is refused in words`() async throws {
        let site = try await SampleSite { $0.limits[.jpeg] = 1000 }
        let errand = try await site.world.errand(in: .working)
        try await site.walk { visitors in
            let sun = try await visitors.browser(of: .sun)
            let large = try await sun.post(
                "/m/errand/\(errand)/report",
                [
                    Part("outcome", "已排查"), Part("evidence.purpose", "evidence"),
                    Part("evidence", file: "a.jpg", Self.photo),
                ])
            #expect(large.status == .badRequest && large.text.contains("文件太大"))
            let text = Array("会议纪要".utf8)
            let hash = try await sun.upload(text, "?purpose=document&name=minutes.txt")
            let other = try await sun.report(errand, evidence: [hash])
            #expect(other.status == .badRequest && other.text.contains("是作为文书上传的"))
            #expect(
                try await sun.open("/attachments/\(hash)").headers[.contentDisposition]?.hasPrefix("attachment") == true
            )
        }
        #expect(try await site.world.count("attachment") == 0)
    }

    // MARK: Parts of a file

    @Test func `a part of a file is sent as asked for, and one that is not there is refused`() async throws {
        let site = try await SampleSite()
        try await site.walk { visitors in
            let sun = try await visitors.browser(of: .sun)
            let address = "/attachments/\(try await sun.upload(Self.photo))"
            let size = Self.photo.count
            for (range, expected) in [
                ("bytes=0-9", 0..<10), ("bytes=\(size - 5)-", size - 5..<size), ("bytes=-7", size - 7..<size),
            ] {
                let part = try await sun.open(address, [.range: range])
                #expect(part.status == .partialContent && part.bytes == Array(Self.photo[expected]))
                #expect(
                    part.headers[.contentRange] == "bytes \(expected.lowerBound)-\(expected.upperBound - 1)/\(size)")
            }
            for range in ["bytes=0-1,4-5", "lines=1-2", "bytes=x-y"] {
                #expect(try await sun.open(address, [.range: range]).status == .ok)
            }
            for range in ["bytes=\(size)-", "bytes=9-2", "bytes=-0"] {
                #expect(try await sun.open(address, [.range: range]).status == .rangeNotSatisfiable)
            }
            let tag = try #require(try await sun.open(address).headers[.eTag])
            #expect(try await sun.open(address, [.ifNoneMatch: tag]).status == .notModified)
        }
    }

    // MARK: Tidying

    @Test(arguments: Engine.all)
    func `what is never attached goes after a week; what a matter carries, or a draft keeps, stays`(
        engine: Engine
    ) async throws {
        let site = try await SampleSite(on: engine) { $0.smallFile = 2000 }
        let errand = try await site.world.errand(in: .working)
        let (small, large, kept) = (Array("小文件".utf8), SamplePicture.jpeg(seed: 3), SamplePicture.jpeg(seed: 9))
        try await site.walk { visitors in
            let sun = try await visitors.browser(of: .sun)
            let attached = try await sun.upload(Self.photo)
            let inDatabase = try await sun.upload(Array("会议记录".utf8))
            #expect(try await sun.report(errand, evidence: [attached, inDatabase]).status == .seeOther)
            for bytes in [small, large, kept] { _ = try await sun.upload(bytes) }
            let day = site.world.clock.now.adding(.seconds(60 * 86_400))
            try await site.world.database.commit([
                site.attachments.keep([ContentHash(of: kept)], of: "sun", until: day)
            ])
        }
        #expect(try await site.attachments.tidyUploads() == 0)
        site.world.clock.advance(by: .seconds(8 * 86_400))
        #expect(try await site.attachments.tidyUploads() == 4)
        #expect(try await site.world.count("content") == 3)
        #expect(try await site.world.count("upload") == 1)
        #expect(try await site.attachments.verify(ContentHash(of: Self.photo)) == .intact)
        #expect(try await site.attachments.verify(ContentHash(of: kept)) == .intact)
        await #expect(throws: AttachmentRefusal.notFound) {
            _ = try await site.attachments.open(ContentHash(of: large))
        }
        await #expect(throws: ConstraintViolation.self) {
            try await site.world.database.commit([.any("DELETE FROM content_bytes")])
        }
    }
}

extension Browser {
    /// Uploads ahead of a form, as scripts do, and says the hash.
    func upload(_ bytes: [UInt8], _ query: String = "?purpose=evidence&name=a.jpg") async throws -> String {
        let answer = try await send(
            .post, "/attachments\(query)", [.formToken: token, .accept: "application/json"], ByteBuffer(bytes: bytes))
        #expect(answer.status == .created, "\(answer.text)")
        let start = try #require(answer.text.range(of: #""hash":""#)).upperBound
        return String(answer.text[start...].prefix(64))
    }

    func report(_ errand: String, evidence: [String]) async throws -> Seen {
        try await post(
            "/m/errand/\(errand)/report",
            [Part("outcome", "已排查"), Part("evidence.purpose", "evidence")] + evidence.map { Part("evidence", $0) })
    }
}

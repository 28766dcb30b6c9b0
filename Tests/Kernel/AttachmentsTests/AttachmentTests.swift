import Calendars
import Storage
import Testing

@testable import Attachments

/// What was attached to a matter stays attached, with its reason and its times.
struct AttachmentTests {
    @Test func `an attachment keeps who, when, why and how`() async throws {
        let archive = try await Archive()
        let photo = try await archive.attach(Samples.jpeg(), id: "a1", matter: "隐患1")

        let read = try await archive.store.attachment("a1")

        #expect(read == photo)
        #expect(read.person == "安全员李")
        #expect(read.purpose == .rectification)
        #expect(read.name == "整改后.jpg")
        #expect(read.deviceTime == archive.now.adding(.seconds(-60)))
        #expect(read.way == .camera)
        #expect(try await archive.store.attachments(of: "隐患1").map(\.id) == ["a1"])
        #expect(try await archive.store.attachments(of: "隐患2") == [])
    }

    @Test func `sending the same attachment twice attaches once`() async throws {
        let archive = try await Archive()
        try await archive.attach(Samples.jpeg(), id: "a1", matter: "隐患1")

        await #expect(throws: Conflict.self) { try await archive.attach(Samples.jpeg(), id: "a1", matter: "隐患1") }

        #expect(try await archive.store.attachments(of: "隐患1").count == 1)
    }

    @Test func `nothing can be attached that was not received, nor without a purpose`() async throws {
        let archive = try await Archive()
        let absent = Content(hash: ContentHash(of: [1]), size: 1, kind: .pdf, isSmall: true, picture: nil)
        let attachment = Attachments.Attachment(
            id: "a1", matter: "隐患1", content: absent, purpose: .evidence, name: "x", person: "安全员李",
            received: archive.now)

        await #expect(throws: ConstraintViolation.self) { try await archive.database.commit([attachment.insertion]) }
        try await archive.attach(Samples.jpeg(), id: "a2", matter: "隐患1")
        await #expect(throws: ConstraintViolation.self) {
            try await archive.database.commit([.one("UPDATE attachment SET purpose = '工作照' WHERE id = 'a2'")])
        }
    }

    @Test func `a withdrawn attachment stays, marked with the reason, and cannot be withdrawn again`() async throws {
        let archive = try await Archive()
        let photo = try await archive.attach(Samples.jpeg(), id: "a1", matter: "隐患1")
        let withdrawal = photo.withdrawing(because: "传错了照片", by: "安全员李", at: archive.now)

        try await archive.database.commit([withdrawal])

        let read = try await archive.store.attachments(of: "隐患1")
        #expect(read.map { $0.withdrawal?.reason } == ["传错了照片"])
        #expect(try await archive.read(photo.hash) == Samples.jpeg())
        await #expect(throws: Conflict.self) { try await archive.database.commit([withdrawal]) }
    }

    @Test func `the same photograph under two matters is found`() async throws {
        let archive = try await Archive()
        let first = try await archive.attach(Samples.jpeg(), id: "a1", matter: "隐患1")
        try await archive.attach(Samples.jpeg(), id: "a2", matter: "隐患2")

        #expect(try await archive.store.attachments(with: first.hash).map(\.matter).sorted() == ["隐患1", "隐患2"])
        #expect(try await archive.count("SELECT COUNT(*) AS amount FROM content") == 1)
    }

    @Test func `stored bytes cannot be changed or removed through the database`() async throws {
        let archive = try await Archive()
        try await archive.attach(Array("整改说明".utf8), id: "a1", matter: "隐患1")

        await #expect(throws: ConstraintViolation.self) {
            try await archive.database.commit([.any("UPDATE content_bytes SET bytes = NULL")])
        }
        await #expect(throws: ConstraintViolation.self) {
            try await archive.database.commit([.any("DELETE FROM content_bytes")])
        }
    }
}

extension Archive {
    @discardableResult
    fileprivate func attach(_ bytes: [UInt8], id: String, matter: String) async throws -> Attachments.Attachment {
        let attachment = Attachments.Attachment(
            id: id, matter: matter, content: try await receive(bytes), purpose: .rectification, name: "C:\\整改后.jpeg",
            person: "安全员李", received: now, deviceTime: now.adding(.seconds(-60)), way: .camera)
        try await database.commit([attachment.insertion])
        return attachment
    }
}

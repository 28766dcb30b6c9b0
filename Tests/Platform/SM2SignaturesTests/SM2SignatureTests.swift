import Foundation
import SM2Signatures
import Testing

/// SM2 with SM3, against the published example of GB/T 32918.5-2017, Appendix A (the same as GM/T 0003.5-2012), as
/// OpenSSL's own `sm2_internal_test` has it too.
struct SM2SignatureTests {
    private let scalar = bytes("3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8")
    private let point = bytes(
        "04"
            + "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
            + "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13")
    private let signature = bytes(
        "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
            + "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa")
    private let message = Array("message digest".utf8)

    @Test func `a signature that was bent anywhere, another message, another identity or another key is refused`()
        throws
    {
        let key = try #require(SM2PublicKey(point))
        for place in signature.indices {
            var bent = signature
            bent[place] ^= 1
            #expect(!key.isValidSignature(bent, for: message))
        }
        #expect(!key.isValidSignature(signature, for: message + [0]))
        #expect(!key.isValidSignature(signature, for: message, by: "1234567812345679"))
        #expect(!key.isValidSignature(signature, for: message, by: ""))
        let stranger = try #require(SM2PrivateKey(scalar: Array(repeating: 7, count: 32))).publicKey
        #expect(!stranger.isValidSignature(signature, for: message))
    }

    @Test func `what is no signature is none`() throws {
        let key = try #require(SM2PublicKey(point))
        let zeros = [UInt8](repeating: 0, count: 32)
        let none: [[UInt8]] = [[], [0], signature.dropLast(), signature + [0], zeros + zeros]
        for bytes in none { #expect(!key.isValidSignature(bytes, for: message)) }
        #expect(!key.isValidSignature(zeros + signature.suffix(32), for: message))
        #expect(!key.isValidSignature(signature.prefix(32) + zeros, for: message))
        #expect(!key.isValidSignature([UInt8](repeating: 255, count: 64), for: message))
    }

    @Test func `what is no point of the curve is no key`() {
        var beside = point
        beside[64] ^= 1
        let compressed = [2] + point[1..<33]
        let none: [[UInt8]] = [
            [], [0], Array(point.dropFirst()), point + [0], beside, compressed, [4] + point[1..<33],
        ]
        for bytes in none { #expect(SM2PublicKey(bytes) == nil) }
        #expect(SM2PublicKey([UInt8](repeating: 0, count: 65)) == nil)
    }

    @Test func `a private key lies between 1 and n - 2`() {
        let order = "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d541"
        for last in ["22", "23", "24"] { #expect(SM2PrivateKey(scalar: bytes(order + last)) == nil) }
        #expect(SM2PrivateKey(scalar: bytes(order + "21")) != nil)
        #expect(SM2PrivateKey(scalar: [UInt8](repeating: 0, count: 32)) == nil)
        #expect(SM2PrivateKey(scalar: [UInt8](repeating: 0, count: 31) + [1]) != nil)
        #expect(SM2PrivateKey(scalar: [1]) == nil)
    }

    @Test func `the published signature holds, and the published number has the published point`() throws {
        #expect(try #require(SM2PublicKey(point)).isValidSignature(signature, for: message))
        #expect(SM2PrivateKey(scalar: scalar)?.publicKey.bytes == point)
    }

    @Test func `what is signed holds, each time otherwise, and under its own identity alone`() throws {
        let key = try #require(SM2PrivateKey(scalar: scalar))
        let text = Array("省级日志\n3\n".utf8)
        let signatures = try (0..<20).map { _ in try key.signature(for: text) }
        #expect(Set(signatures).count == signatures.count)
        for signature in signatures { #expect(key.publicKey.isValidSignature(signature, for: text)) }
        let other = try key.signature(for: text, by: "南京")
        #expect(key.publicKey.isValidSignature(other, for: text, by: "南京"))
        #expect(!key.publicKey.isValidSignature(other, for: text))
    }

    /// Skipped where the command is not installed: it only says again what the published example says.
    @Test func `the openssl command finds what we sign to hold`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "sm2-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let key = try #require(SM2PrivateKey(scalar: scalar))
        let signed = try key.signature(for: message)
        try Data(message).write(to: folder.appending(path: "text"))
        let prefix = bytes("3059301306072a8648ce3d020106082a811ccf5501822d034200")
        try Data(prefix + key.publicKey.bytes).write(to: folder.appending(path: "key"))
        func status(_ signature: [UInt8]) throws -> Int32 {
            try Data(sequence(of: signature)).write(to: folder.appending(path: "signature"))
            let openssl = Process()
            openssl.executableURL = URL(filePath: "/usr/bin/env")
            openssl.currentDirectoryURL = folder
            openssl.arguments =
                "openssl pkeyutl -verify -rawin -digest sm3 -pkeyopt distid:1234567812345678 -pubin -keyform DER"
                .split(separator: " ").map(String.init) + ["-inkey", "key", "-sigfile", "signature", "-in", "text"]
            openssl.standardOutput = FileHandle.nullDevice
            openssl.standardError = FileHandle.nullDevice
            try openssl.run()
            openssl.waitUntilExit()
            return openssl.terminationStatus
        }
        let answer = try status(signed)
        guard answer != 127 else { return }
        #expect(answer == 0)
        #expect(try status(signature) == 0)
        #expect(try status(signed.prefix(63) + [signed[63] ^ 1]) != 0)
    }

    /// SEQUENCE of two INTEGERs (GB/T 35276, SM2Signature).
    private func sequence(of signature: [UInt8]) -> [UInt8] {
        let numbers = [signature.prefix(32), signature.suffix(32)].flatMap { half -> [UInt8] in
            let digits = Array(half.drop { $0 == 0 })
            let number = digits.first.map { $0 > 127 } ?? true ? [0] + digits : digits
            return [2, UInt8(number.count)] + number
        }
        return [0x30, UInt8(numbers.count)] + numbers
    }
}

private func bytes(_ hexadecimal: String) -> [UInt8] {
    stride(from: 0, to: hexadecimal.count, by: 2).map { place in
        UInt8(hexadecimal.dropFirst(place).prefix(2), radix: 16)!
    }
}

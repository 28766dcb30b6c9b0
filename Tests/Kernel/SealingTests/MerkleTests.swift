import Foundation
import Ledger
import Sealing
import Testing

/// The tree of eight leaves that implementations of RFC 6962 publish their answers for (certificate-transparency and
/// transparency-dev/merkle, `testonly`): leaves, roots of each size, inclusion and consistency proofs.
struct MerkleTests {
    private static let leaves = [
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    ].map { [UInt8](hexadecimal: $0)! }
    private static let roots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ].map { TreeHash([UInt8](hexadecimal: $0)!)! }

    private static let inclusions: [(index: Int, size: Int, path: [String])] = [
        (0, 1, []),
        (
            0, 8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ]
        ),
        (
            5, 8,
            [
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ]
        ),
        (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
        (
            1, 5,
            [
                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ]
        ),
    ]

    private static let consistencies: [(from: Int, to: Int, path: [String])] = [
        (1, 1, []),
        (
            1, 8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ]
        ),
        (
            6, 8,
            [
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ]
        ),
        (
            2, 5,
            [
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ]
        ),
    ]

    private func hashes(_ texts: [String]) -> [TreeHash] { texts.map { TreeHash([UInt8](hexadecimal: $0)!)! } }

    @Test func `every published root is ours`() {
        var tree = Frontier()
        #expect(tree.root == Self.roots[0])
        for (leaf, root) in zip(Self.leaves, Self.roots.dropFirst()) {
            tree.append(.leaf(leaf))
            #expect(tree.root == root)
        }
    }

    @Test func `every published proof is made and accepted, and none that was bent`() async throws {
        let leaves = Self.leaves
        var reader = TileReader(size: 8) { _ in leaves.map { .leaf($0) } }
        for proof in Self.inclusions {
            let path = hashes(proof.path)
            #expect(try await reader.inclusion(of: proof.index, in: proof.size) == path)
            let leaf = TreeHash.leaf(leaves[proof.index])
            let root = Self.roots[proof.size]
            #expect(Proof.includes(leaf, at: proof.index, size: proof.size, path: path, root: root))
            #expect(!Proof.includes(leaf, at: proof.index + 1, size: proof.size, path: path, root: root))
            #expect(!Proof.includes(leaf, at: proof.index, size: proof.size, path: path + [leaf], root: root))
            #expect(!Proof.includes(leaf, at: proof.index, size: proof.size + 8, path: path, root: root))
            #expect(!Proof.includes(.empty, at: proof.index, size: proof.size, path: path, root: root))
            for cut in path.indices {
                var bent = path
                bent[cut] = .empty
                #expect(!Proof.includes(leaf, at: proof.index, size: proof.size, path: bent, root: root))
            }
        }
        for proof in Self.consistencies {
            let path = hashes(proof.path)
            let (old, new) = ((proof.from, Self.roots[proof.from]), (proof.to, Self.roots[proof.to]))
            #expect(try await reader.consistency(from: proof.from, to: proof.to) == path)
            #expect(Proof.extends(old, to: new, path: path))
            #expect(!Proof.extends((proof.from, .empty), to: new, path: path))
            #expect(!Proof.extends(old, to: (proof.to, .empty), path: path))
            #expect(!Proof.extends(new, to: old, path: path) || proof.from == proof.to)
            #expect(!Proof.extends(old, to: new, path: path + [.empty]))
            for cut in path.indices {
                var bent = path
                bent[cut] = .empty
                #expect(!Proof.extends(old, to: new, path: bent))
            }
        }
    }

    /// Beyond one tile: proofs from tiles agree with the definition, which knows nothing of tiles.
    @Test func `proofs of a tree of many tiles agree with the definition`() async throws {
        let leaves = (0..<70_000).map { TreeHash.leaf(Array("leaf \($0)".utf8)) }
        var (tree, nodes) = (Frontier(), [Int: [TreeHash]]())
        for leaf in leaves { for node in tree.append(leaf) { nodes[node.level, default: []].append(node.hash) } }
        let stored = nodes
        var reader = TileReader(size: leaves.count) { path in
            let level = path.level == 0 ? leaves : stored[path.level!] ?? []
            let first = path.number * TilePath.width
            return Array(level[first..<first + path.count])
        }
        #expect(try await reader.frontier() == tree)
        #expect(try await reader.root(at: leaves.count) == Definition.root(leaves[...]))
        for (index, size) in [(0, 1), (255, 256), (256, 257), (65_535, 65_536), (65_536, 70_000), (1, 69_999)] {
            let root = Definition.root(leaves[..<size])
            let path = try await reader.inclusion(of: index, in: size)
            #expect(Proof.includes(leaves[index], at: index, size: size, path: path, root: root))
            let proof = try await reader.consistency(from: size, to: 70_000)
            #expect(Proof.extends((size, root), to: (70_000, tree.root), path: proof))
        }
    }

    /// RFC 6962, 2.1, word for word.
    private enum Definition {
        static func root(_ leaves: ArraySlice<TreeHash>) -> TreeHash {
            if leaves.count == 1 { return leaves.first! }
            var half = 1
            while half * 2 < leaves.count { half *= 2 }
            let middle = leaves.startIndex + half
            return .node(root(leaves[..<middle]), root(leaves[middle...]))
        }
    }
}

/// The addresses of C2SP tlog-tiles.
struct TilePathTests {
    @Test(arguments: [
        "", "0", "0/", "0/1", "0/0001", "0/x000/000", "0/x001", "0/001.p/0", "0/001.p/256", "0/001.p/01", "0/-01",
        "64/000", "00/000",
        "entries", "../000", "0/001/002", "0/x01/000", "0/001.p/", "0/+01", "a/000",
    ])
    func `what is no address of a tile is none`(text: String) {
        #expect(TilePath(text) == nil)
    }

    @Test(
        arguments: [
            ("0/000", 0, 0, 256), ("1/999.p/17", 1, 999, 17), ("0/x001/x234/067", 0, 1_234_067, 256),
            ("entries/x001/000.p/1", nil, 1_000, 1),
        ] as [(String, Int?, Int, Int)])
    func `an address says level, number and width`(text: String, level: Int?, number: Int, count: Int) {
        #expect(TilePath(text) == TilePath(level: level, number: number, count: count))
        #expect(TilePath(level: level, number: number, count: count).description == text)
    }

    @Test func `a tile that was cut off, or holds more than its address says, is damaged`() throws {
        let tile = TilePath(level: 0, number: 0, count: 3)
        for count in [0, 1, 32, 64, 95, 97, 128] {
            #expect(throws: DamagedTile.self) { try tile.hashes(in: [UInt8](repeating: 1, count: count)) }
        }
        let hashes = (0..<3).map { TreeHash.leaf([$0]) }
        #expect(try tile.hashes(in: hashes.flatMap(\.bytes)) == hashes)
    }

    @Test func `a log has the tiles that its size makes`() throws {
        #expect(try #require(TilePath("0/000.p/3")).fits(3))
        #expect(!(try #require(TilePath("0/000.p/4")).fits(3)))
        #expect(!(try #require(TilePath("0/000")).fits(255)))
        #expect(try #require(TilePath("1/000.p/1")).fits(256))
        #expect(!(try #require(TilePath("1/000.p/1")).fits(255)))
        #expect(!(try #require(TilePath("entries/x999/x999/x999/x999/x999/999")).fits(.max)))
    }
}

/// Signed notes (C2SP signed-note) and cosignatures (C2SP tlog-cosignature).
struct SignedNoteTests {
    private let key = SigningKey(name: "anlan.example/log", kind: .note, secret: Array(repeating: 7, count: 32))
    private let witness = SigningKey(
        name: "nanjing.example", kind: .cosignature, secret: Array(repeating: 8, count: 32))
    private let text = "anlan.example/log\n3\nrqa8/idLcKFPsGel5VeCZNsPqbUa9eC6FZFY8yngbnc=\n"

    @Test func `another text, another key or another name has no signature`() throws {
        var note = SignedNote(text: text)
        try key.sign(&note)
        let other = SigningKey(name: "anlan.example/log", kind: .note, secret: Array(repeating: 9, count: 32))
        #expect(!other.verifier.verifies(note))
        #expect(!key.verifier.verifies(SignedNote(text: text.replacing("3", with: "4"), signatures: note.signatures)))
        #expect(!VerifierKey(name: "b", kind: .note, publicKey: key.verifier.publicKey).verifies(note))
        #expect(!VerifierKey(name: "anlan.example/log", kind: .note, publicKey: []).verifies(note))
        #expect(!key.verifier.verifies(SignedNote(text: text)))
    }

    @Test func `a note comes back as it was written, and its signatures hold`() throws {
        var note = SignedNote(text: text)
        try key.sign(&note)
        try witness.sign(&note, at: 1_780_000_000)
        let read = try #require(SignedNote(note.encoded))
        #expect(read == note)
        #expect(key.verifier.verifies(read))
        #expect(witness.verifier.time(on: read) == 1_780_000_000)
        #expect(key.verifier.time(on: read) == nil)
        #expect(Checkpoint(read)?.size == 3)
        #expect(Checkpoint(read)?.text == text)
        #expect(VerifierKey("\(key.verifier)") == key.verifier)
    }

    @Test func `a cosignature moved to another time does not hold`() throws {
        var note = SignedNote(text: text)
        try witness.sign(&note, at: 1_780_000_000)
        let moved = note.signatures[0].bytes.indices.prefix(8).map { index -> SignedNote in
            var bytes = note.signatures[0].bytes
            bytes[index] ^= 1
            let line = "— nanjing.example \(Data(note.signatures[0].keyHash + bytes).base64EncodedString())\n"
            return SignedNote(text + "\n" + line)!
        }
        #expect(moved.allSatisfy { !witness.verifier.verifies($0) })
    }

    @Test(arguments: [
        "", "x", "x\n", "x\n\n", "x\n\ny\n", "x\n\n— a b\n", "x\n\n- a AAAAAAA=\n", "x\n\n— a AAAAAAA=",
        "x\n\n— a  AAAAAAA=\n", "x\r\n\n— a AAAAAAA=\n",
    ])
    func `what is no note is none`(text: String) {
        #expect(SignedNote(text) == nil)
    }

    @Test(arguments: [
        "", "a", "a+b", "a+00000000+AAAA", "anlan.example/log+00000000+AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB",
    ])
    func `what is no key is none`(text: String) {
        #expect(VerifierKey(text) == nil)
    }
}

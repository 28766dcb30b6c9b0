import Calendars
import Storage
import Synchronization

/// 名录 — regions and organisations as everything else refers to them, held in memory and read anew when changed.
public final class Registry: Sendable {
    private struct Picture: Sendable {
        var regions: RegionTree
        var organisations: OrganisationDirectory
    }

    private let database: any Database
    private let picture: Mutex<Picture>

    public init(database: any Database) async throws {
        self.database = database
        picture = Mutex(try await Self.read(from: database))
    }

    public var regions: RegionTree { picture.withLock { $0.regions } }
    public var organisations: OrganisationDirectory { picture.withLock { $0.organisations } }

    /// Reads the register anew; called after a change here or on another instance.
    public func reload() async throws {
        let fresh = try await Self.read(from: database)
        picture.withLock { $0 = fresh }
    }

    private static func read(from database: any Database) async throws -> Picture {
        async let regions = database.rows("SELECT * FROM region").map(Region.init(row:))
        async let organisations = database.rows("SELECT * FROM organisation").map(Organisation.init(row:))
        return Picture(
            regions: RegionTree(try await regions), organisations: OrganisationDirectory(try await organisations))
    }
}

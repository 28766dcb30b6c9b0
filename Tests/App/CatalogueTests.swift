import Permissions
import SampleProvince
import Testing
import Workflows

@testable import App

/// What the program is put together from: its kinds of matter and its roles.
struct CatalogueTests {
    /// 同一数据只填一次 — over the forms people really fill in.
    @Test func `no form asks for a fact that another form has asked already`() {
        #expect(Composition.kinds.factsAskedTwice == [])
    }

    /// Without it the test above is blind to the field.
    @Test(arguments: Composition.kinds.all.map(\.name))
    func `every field of a form that opens a matter names the fact it holds`(kind: String) throws {
        for opening in try #require(Composition.kinds[kind]).openings {
            let nameless = opening.fields.filter { $0.fact == nil && !$0.isOfTheStep }.map(\.name)
            #expect(nameless == [], "\(kind)/\(opening.slug)")
        }
    }

    /// A command that no role holds the permission for is a button nobody ever sees.
    @Test func `each command of each kind can be given by some role, and each kind read by one`() {
        let granted = Set(Roles.catalogue.all.flatMap(\.permissions))
        for kind in Composition.kinds.all {
            #expect(granted.contains(kind.reading), "nobody reads \(kind.name)")
            for command in kind.openings + kind.commands where !command.isByPlatform {
                #expect(granted.contains(command.permission), "nobody may \(kind.name)/\(command.slug)")
            }
        }
    }

    /// The top bar holds nine with the workbench; what is beyond would not be found.
    @Test func `no role has more places than the top bar shows`() {
        for role in Roles.catalogue.all {
            let places = Composition.entries.filter { role.permissions.contains($0.permission) }
            #expect(places.count <= 8, "\(role.title): \(places.map(\.title.chinese))")
        }
    }

    /// 三员分立
    @Test func `no role that does the work is one of the three administrators`() {
        let administrators = Roles.catalogue.all.filter { $0.administration != nil }
        #expect(Set(administrators.compactMap(\.administration)) == Set(Administration.allCases))
        for kind in Composition.kinds.all {
            let permissions = Set((kind.openings + kind.commands).map(\.permission)).union([kind.reading])
            #expect(administrators.allSatisfy { $0.permissions.isDisjoint(with: permissions) }, "\(kind.name)")
        }
    }
}

extension Field {
    /// Says why or proves it: kept with the step in the ledger, and nothing that is known of the matter.
    fileprivate var isOfTheStep: Bool {
        if case .attachments = kind { true } else { name == "reason" }
    }
}

import Accounts
import ArgumentParser
import Calendars
import Foundation
import Ledger
import Permissions
import Registry
import Site
import Storage

struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "在服务器上管理账号：第一名安全管理员由此产生", subcommands: [Add.self, Reset.self, Token.self])

    /// Opens the first accounts; afterwards the security administrator does it on the pages.
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "add", abstract: "新增人员、岗位和账号")

        @OptionGroup var settings: Settings
        @Option(help: "姓名") var name: String
        @Option(help: "登录名") var login: String
        @Option(help: "角色，如 security-administrator") var role: String
        @Option(help: "单位编号") var organisation: String
        @Option(help: "区划代码，如 32 或 3201") var region: String

        func run() async throws {
            guard let role = Roles.catalogue[role] else {
                throw ValidationError("没有角色“\(role)”。可选：\(Roles.catalogue.all.map(\.name).joined(separator: "、"))")
            }
            guard let region = RegionCode(region) else { throw ValidationError("区划代码应为 2、4、6、9 或 12 位数字。") }
            let server = try await Server(ResolvedSettings(settings))
            guard server.premises.registry.organisations[organisation] != nil else {
                throw ValidationError("名录中没有单位“\(organisation)”。")
            }
            let person = Person(id: "p-" + UUIDv7.make(), name: name)
            let post = Post(
                id: "post-" + UUIDv7.make(), person: person.id, organisation: organisation, role: role, region: region,
                from: Instant.now.day)
            let password = InitialPassword.make()
            try await server.database.commit([PermissionStore.save(person), PermissionStore.save(post)])
            try await server.premises.accounts.open(
                for: person.id, login: login, initialPassword: password, by: "console")
            try await server.database.close()
            print("已新增 \(name)（\(role.title)）。登录名：\(login)　初始密码：\(password)　首次登录时须更换。")
        }
    }

    struct Reset: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "reset", abstract: "重置密码，并结束该人员的所有会话")

        @OptionGroup var settings: Settings
        @Option(help: "人员编号") var person: String

        func run() async throws {
            let server = try await Server(ResolvedSettings(settings))
            let password = InitialPassword.make()
            try await server.premises.accounts.resetPassword(of: person, to: password, by: "console")
            try await server.database.close()
            print("新的初始密码：\(password)　首次登录时须更换。")
        }
    }

    struct Token: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "token", abstract: "发放接口令牌；只显示这一次")

        @OptionGroup var settings: Settings
        @Option(help: "对令牌负责的人员编号") var owner: String
        @Option(help: "用途") var name: String
        @Option(help: "权限，可重复，如 supervised-tasks.read") var scope: [String]
        @Option(help: "区划代码") var region: String
        @Option(help: "有效天数") var days = 90

        func run() async throws {
            guard let region = RegionCode(region) else { throw ValidationError("区划代码应为 2、4、6、9 或 12 位数字。") }
            let server = try await Server(ResolvedSettings(settings))
            guard server.premises.people.person(owner) != nil else {
                throw ValidationError("没有编号为“\(owner)”的人员。编号在人员管理页，不是登录名。")
            }
            let token = try await server.premises.accounts.issueToken(
                name: name, owner: owner, scopes: Set(scope), region: region.rawValue,
                expires: Instant.now.adding(.seconds(86_400 * days)), by: "console")
            try await server.database.close()
            print(token)
        }
    }
}

/// A first password that can be read out on the telephone.
enum InitialPassword {
    static func make() -> String {
        let letters = Array("abcdefghjkmnpqrstuvwxyz23456789")
        return (0..<4).map { _ in String((0..<4).map { _ in letters.randomElement()! }) }.joined(separator: "-")
    }
}

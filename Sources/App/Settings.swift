import ArgumentParser
import Configuration
import Foundation
import Sealing
import Site
import SystemPackage
import Workflows

/// The settings of the server, each from a flag, the environment or the configuration file, in this order.
struct Settings: ParsableArguments {
    @Option(help: "配置文件（JSON）。[ANLAN_CONFIG]")
    var config: String?

    @Option(help: "数据库：postgres://… 的连接串，或 SQLite 文件的路径；不填为数据文件夹中的 anlan.db。[ANLAN_DATABASE]")
    var database: String?

    @Option(help: "数据文件夹：内置数据库、附件、密钥。默认 ./data。[ANLAN_DATA]")
    var data: String?

    @Option(help: "监听的地址，默认 127.0.0.1。[ANLAN_HOST]")
    var host: String?

    @Option(help: "监听的端口，默认 8080；0 为任意空闲端口。[ANLAN_PORT]")
    var port: Int?

    @Option(help: "程序的 Rules、Resources、Public 文件夹所在处，默认自动查找。[ANLAN_HOME]")
    var home: String?

    @Option(help: "日志级别：trace、debug、info、notice、warning、error，默认 info。[ANLAN_LOG_LEVEL]")
    var logLevel: String?

    @Option(help: "前面有 HTTPS 代理时填 true：Cookie 只经加密连接发送。默认 false。[ANLAN_SECURE]")
    var secure: Bool?

    @Option(help: "三员是否必须使用动态码登录，默认 true。[ANLAN_SECOND_FACTOR]")
    var secondFactor: Bool?

    @Option(help: "通知推送的网址（选填）：每条通知以 JSON 发往该处。[ANLAN_WEBHOOK]")
    var webhook: String?

    @Option(help: "仅供测试：时钟拨快多少小时；只有监听本机地址时才接受，日志会醒目提示。[ANLAN_CLOCK_OFFSET]")
    var clockOffset: Int?

    @Option(help: "单个附件最大多少 MB，默认 200；图片 20、文档 50 等各类自身的上限仍然有效。[ANLAN_ATTACHMENT_LIMIT]")
    var attachmentLimit: Int?

    @Option(help: "封存日志的名称，如 safety.example.gov.cn/log；启用后不应再改。默认 anlan.local/log。[ANLAN_LOG_NAME]")
    var logName: String?

    @Option(
        name: .customLong("log-sm2"),
        help: "封存日志的检查点是否在 Ed25519 之外再用国密 SM2（SM3 摘要）签名，默认 false；启用后不应再停用。[ANLAN_LOG_SM2]")
    var logSM2: Bool?

    @Option(help: "手机现场页面是否必须先设 PIN 才在手机上保存内容，默认 false。[ANLAN_FIELD_PIN]")
    var fieldPin: Bool?

    @Option(help: "地图底图瓦片的网址（选填），含 {x}{y}{z}；不填只画区划界线。[ANLAN_MAP_TILES]")
    var mapTiles: String?

    @Option(help: "底图的出处和审图号，填了底图网址时必填。[ANLAN_MAP_CREDIT]")
    var mapCredit: String?

    @Option(help: "同一地址每秒最多多少次请求，默认 2000，短时可达十倍；本机地址（前面的代理）不限。[ANLAN_REQUESTS_PER_SECOND]")
    var requestsPerSecond: Int?

    @Option(
        help:
            "连接上多少秒没有动静就断开，默认 75：空闲的、请求头或请求体迟迟不发完的；慢而一直在发的不断开。应长于前面代理保持空闲连接的时间。[ANLAN_IDLE_TIMEOUT]"
    )
    var idleTimeout: Int?

    @Option(help: "每条外发通知是否也记入运行日志，默认 false。[ANLAN_NOTICE_LOG]")
    var noticeLog: Bool?
}

/// The settings after flags, environment and file were looked at.
struct ResolvedSettings {
    var database: String
    var data: String
    var host: String
    var port: Int
    var home: String
    var logLevel: String
    var isSecure: Bool
    var needsSecondFactor: Bool
    var webhook: String?
    /// How far the clock is put forward, for tests of what happens when time passes.
    var clockOffset: Duration
    /// MiB
    var attachmentLimit: Int
    /// From one address, in the long run.
    var requestsPerSecond: Int
    /// After how long without a sign of the client its connection is closed, unless it waits for an answer.
    var idleTimeout: Duration
    var logName: String
    var signsWithSM2: Bool
    var logsNotices: Bool
    var mapTiles: Premises.MapTiles?
    var needsFieldPIN: Bool

    /// By which ways notices leave the house.
    var channels: [OutgoingChannel] { (logsNotices ? [.log] : []) + (webhook == nil ? [] : [.webhook]) }

    init(_ flags: Settings) async throws {
        let environment = EnvironmentVariablesProvider()
        var providers: [any ConfigProvider] = [
            KeyMappingProvider(upstream: environment) { key in key.prepending("anlan") }
        ]
        if let path = flags.config ?? ProcessInfo.processInfo.environment["ANLAN_CONFIG"] {
            providers.append(try await FileProvider<JSONSnapshot>(filePath: FilePath(path)))
        }
        let reader = ConfigReader(providers: providers)
        data = flags.data ?? reader.string(forKey: "data", default: "./data")
        database = flags.database ?? reader.string(forKey: "database", default: data + "/anlan.db")
        host = flags.host ?? reader.string(forKey: "host", default: "127.0.0.1")
        port = flags.port ?? reader.int(forKey: "port", default: 8080)
        home = try Self.home(flags.home ?? reader.string(forKey: "home"))
        logLevel = flags.logLevel ?? reader.string(forKey: "log.level", default: "info")
        isSecure = flags.secure ?? reader.bool(forKey: "secure", default: false)
        needsSecondFactor = flags.secondFactor ?? reader.bool(forKey: "second.factor", default: true)
        needsFieldPIN = flags.fieldPin ?? reader.bool(forKey: "field.pin", default: false)
        webhook = flags.webhook ?? reader.string(forKey: "webhook")
        let hours = flags.clockOffset ?? reader.int(forKey: "clock.offset", default: 0)
        clockOffset = .seconds(hours * 3600)
        logsNotices = flags.noticeLog ?? reader.bool(forKey: "notice.log", default: false)
        guard hours == 0 || ["127.0.0.1", "::1", "localhost"].contains(host) else {
            throw ValidationError("拨快时钟（clock-offset）只供在本机测试：监听 \(host) 时不能使用。请去掉该设置，或改为监听 127.0.0.1。")
        }
        attachmentLimit = flags.attachmentLimit ?? reader.int(forKey: "attachment.limit", default: 200)
        guard (1...10_000).contains(attachmentLimit) else {
            throw ValidationError("附件上限应在 1 到 10000 MB 之间，现在是 \(attachmentLimit)。")
        }
        requestsPerSecond = flags.requestsPerSecond ?? reader.int(forKey: "requests.per.second", default: 2000)
        guard (1...1_000_000).contains(requestsPerSecond) else {
            throw ValidationError("每秒请求数应在 1 到 1000000 之间，现在是 \(requestsPerSecond)。")
        }
        let idle = flags.idleTimeout ?? reader.int(forKey: "idle.timeout", default: 75)
        guard (1...3600).contains(idle) else { throw ValidationError("断开空闲连接的秒数应在 1 到 3600 之间，现在是 \(idle)。") }
        idleTimeout = .seconds(idle)
        logName = flags.logName ?? reader.string(forKey: "log.name", default: "anlan.local/log")
        signsWithSM2 = flags.logSM2 ?? reader.bool(forKey: "log.sm2", default: false)
        guard VerifierKey.isName(logName) else { throw ValidationError("封存日志的名称不能有空格或加号。") }
        if let address = flags.mapTiles ?? reader.string(forKey: "map.tiles") {
            let credit = flags.mapCredit ?? reader.string(forKey: "map.credit", default: "")
            guard let tiles = Premises.MapTiles(address: address, credit: credit) else {
                throw ValidationError(
                    "底图网址应为 http:// 或 https:// 开头、含 {x}、{y}、{z} 的网址，并用 --map-credit 写明出处和审图号。现在是“\(address)”。")
            }
            mapTiles = tiles
        }
        if let webhook, !Self.isWebAddress(webhook) {
            throw ValidationError("--webhook 应为 http:// 或 https:// 开头的完整网址，而不是“\(webhook)”。")
        }
    }

    private static func isWebAddress(_ text: String) -> Bool {
        guard let address = URL(string: text), let host = address.host else { return false }
        return ["http", "https"].contains(address.scheme) && !host.isEmpty
    }

    /// The nearest folder at or above the current one or the program's own that holds the rule files.
    private static func home(_ given: String?) throws -> String {
        if let given { return given }
        let starts = [FileManager.default.currentDirectoryPath, Bundle.main.bundlePath]
        for start in starts {
            var folder = URL(fileURLWithPath: start)
            for _ in 0..<6 {
                if FileManager.default.fileExists(atPath: folder.appendingPathComponent("Rules").path) {
                    return folder.path
                }
                folder.deleteLastPathComponent()
            }
        }
        throw ValidationError("找不到 Rules 文件夹。请用 --home 指明程序文件所在的文件夹。")
    }
}

import ArgumentParser
import Calendars
import Foundation
import OfficialDocuments
import Spreadsheets

struct DecomposeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decompose", abstract: "把一份公文分解成条款、措施、责任单位和时限；不需要服务和数据库")

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case json, csv, xlsx
    }

    @OptionGroup var settings: Settings
    @Argument(help: "公文：TXT（UTF-8 或 GB18030）、DOCX 或带文字的 PDF") var file: String
    @Option(help: "json、csv 或 xlsx") var format = Format.json
    @Option(help: "写入的文件；xlsx 必填，其余默认写到标准输出") var output: String?

    func validate() throws {
        if format == .xlsx, output == nil { throw ValidationError("xlsx 要用 --output 指明写到哪个文件。") }
    }

    func run() async throws {
        guard let bytes = FileManager.default.contents(atPath: file) else {
            throw ValidationError("读不到文件“\(file)”。请检查路径和权限。")
        }
        let text = try await DocumentText.read(Array(bytes), name: file).text
        let home = try await ResolvedSettings(settings).home
        let names = try OrganisationNames.load(home: home, on: Instant.now.day)
        let decomposition = Decomposition(of: text, names: names)
        switch format {
        case .json: try write(decomposition.json())
        case .csv: try write(Array(decomposition.csv(of: text).utf8))
        case .xlsx: try workbook(decomposition, of: text)
        }
    }

    private func write(_ bytes: [UInt8]) throws {
        if let output {
            try Data(bytes).write(to: URL(fileURLWithPath: output))
        } else {
            FileHandle.standardOutput.write(Data(bytes))
        }
    }

    private func workbook(_ decomposition: Decomposition, of text: String) throws {
        let columns = Decomposition.ledgerHeads.enumerated().map { Column("c\($0)", $1) }
        let rows = decomposition.ledger(of: text)
        let heading = TableLayout.Heading(
            title: decomposition.title ?? file, filter: "全文", time: Instant.now.description, unit: "—",
            rowCount: rows.count)
        let writer = try XLSXTableWriter(path: output!, TableLayout(sheet: "任务", columns: columns, heading: heading))
        for row in rows { try writer.append(row.map { Cell.text($0) }) }
        try writer.finish()
    }
}

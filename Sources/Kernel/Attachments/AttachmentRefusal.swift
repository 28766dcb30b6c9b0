/// 不予接收: an expected no to a file. Whoever reads it learns what to do.
public struct AttachmentRefusal: Error, Hashable {
    /// Stable; a released code is never used for anything else.
    public enum Code: String, Sendable, CaseIterable {
        case empty = "attachment-empty"
        case tooLarge = "attachment-too-large"
        case unknownKind = "attachment-unknown-kind"
        case kindNotAllowed = "attachment-kind-not-allowed"
        case damaged = "attachment-damaged"
        case tooManyPixels = "attachment-too-many-pixels"
        case containsMacros = "attachment-contains-macros"
        case containsProgram = "attachment-contains-program"
        case passwordProtected = "attachment-password-protected"
        case notFound = "attachment-not-found"
        case noPublicCopy = "attachment-no-public-copy"
        case tooManyUploads = "attachment-too-many-uploads"
        case unsatisfiableRange = "attachment-unsatisfiable-range"
    }

    public let code: Code
    /// What is the matter and what to do now, in Chinese.
    public let message: String
}

extension AttachmentRefusal {
    public static let empty = AttachmentRefusal(code: .empty, message: "文件是空的。请检查后重新选择文件。")
    static let damaged = AttachmentRefusal(code: .damaged, message: "文件打不开，可能在传输中损坏。请在电脑或手机上确认能打开后，再上传一次。")
    static let containsMacros = AttachmentRefusal(
        code: .containsMacros, message: "文件里有宏，为安全起见不能接收。请另存为不含宏的文档（.docx、.xlsx）或 PDF 后再上传。")
    static let containsProgram = AttachmentRefusal(
        code: .containsProgram, message: "压缩包里有程序或脚本，为安全起见不能接收。请去掉后重新压缩再上传。")
    static let passwordProtected = AttachmentRefusal(
        code: .passwordProtected, message: "文件设置了打开密码，别人无法查看。请取消密码后再上传。")
    public static let notFound = AttachmentRefusal(code: .notFound, message: "没有找到这个附件，或您无权查看。")
    static let noPublicCopy = AttachmentRefusal(
        code: .noPublicCopy, message: "这种格式不能自动去除拍摄时间和位置，不能直接公开。请改用 JPG 或 PNG 图片。")
    static let unsatisfiableRange = AttachmentRefusal(code: .unsatisfiableRange, message: "请求的部分超出了文件范围，请重新下载整个文件。")

    static func tooManyUploads(limit: Int) -> AttachmentRefusal {
        AttachmentRefusal(
            code: .tooManyUploads, message: "您已上传、还没有随事项提交的文件达到 \(limit) 个。请先提交已填好的表单，或删除不用的草稿，再继续上传。")
    }

    static func tooLarge(limit: Int) -> AttachmentRefusal {
        let size = limit >= 1 << 20 ? "\(limit >> 20) MB" : "\(max(1, limit >> 10)) KB"
        return AttachmentRefusal(code: .tooLarge, message: "文件太大，这类文件最大 \(size)。请压缩、拆分，或缩小图片后再上传。")
    }

    static func tooManyPixels(limit: Int) -> AttachmentRefusal {
        AttachmentRefusal(
            code: .tooManyPixels, message: "图片尺寸太大，最多 \(limit / 10_000) 万像素。请缩小后再上传，一般 2000×1500 就足够清楚。")
    }

    static func unknownKind(for purpose: Purpose) -> AttachmentRefusal {
        AttachmentRefusal(code: .unknownKind, message: "认不出这个文件的类型。\(purpose.title)可用：\(purpose.kindTitles)。")
    }

    static func kindNotAllowed(_ kind: FileKind, for purpose: Purpose) -> AttachmentRefusal {
        AttachmentRefusal(
            code: .kindNotAllowed,
            message: "\(kind.title)（.\(kind.fileExtension)）不能用作\(purpose.title)。可用：\(purpose.kindTitles)。")
    }
}

extension Purpose {
    fileprivate var kindTitles: String {
        var titles: [String] = []
        for kind in FileKind.allCases where kinds.contains(kind) && !titles.contains(kind.title) {
            titles.append(kind.title)
        }
        return titles.joined(separator: "、")
    }
}

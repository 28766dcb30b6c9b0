import Markup

/// A file with its name, kind and size; a picture is seen small.
struct FileLink: Component {
    let file: Field.HeldFile

    init(_ file: Field.HeldFile) {
        self.file = file
    }

    var body: HTML {
        a(.class("file-link"), .href(file.link)) {
            if let thumbnail = file.thumbnail {
                img(.src(thumbnail), Attribute("alt", ""), Attribute("loading", "lazy"))
            }
            span(.class("file-name")) { file.name }
        }
        small { file.note }
    }
}

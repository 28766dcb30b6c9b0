import ServiceLifecycle

/// 后台工作 — what runs beside the server. The lifecycle calls a service by its description, in every line of its log:
/// that is its name here, never all that it holds, which takes half a second to write and includes what is secret.
protocol BackgroundWork: Service, CustomStringConvertible {}

extension BackgroundWork {
    var description: String { String(describing: Self.self) }
}

/// Why a body is not a submitted form. Whoever sent it, a browser did not.
public enum MultipartFault: Error, Hashable, Sendable {
    /// The content type names no boundary, or one that is not allowed.
    case noBoundary
    /// The body does not begin with the boundary, or something stands behind one that does not belong there.
    case malformedBoundary
    case malformedHeading
    case headingTooLong
    /// The contents are encoded in a way that browsers gave up long ago.
    case unknownEncoding
    case tooManyParts
    /// The text of a field is longer than allowed.
    case tooLong
    /// The body ends before its last boundary.
    case truncated
}

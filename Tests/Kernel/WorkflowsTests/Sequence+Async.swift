extension Sequence {
    func asyncMap<Answer>(_ transform: (Element) async throws -> Answer) async rethrows -> [Answer] {
        var answers: [Answer] = []
        for element in self { answers.append(try await transform(element)) }
        return answers
    }
}

import Facts
import Workflows

extension KindCatalogue {
    /// Facts that more than one form of these kinds asks people to type, in words; none when every fact is asked once.
    public var factsAskedTwice: [String] {
        FactDictionary(all.flatMap(\.questions)).askedTwice
            .map { fact, questions in "\(fact): \(questions.map { "\($0.form)#\($0.field)" }.sorted())" }.sorted()
    }
}

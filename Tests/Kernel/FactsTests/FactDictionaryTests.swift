import Facts
import SampleProvince
import Testing
import Workflows

/// 同一数据只填一次 — no form asks for what another form has asked already.
struct FactDictionaryTests {
    private func question(_ form: String, _ fact: String, prefilled: Bool = false) -> FactQuestion {
        FactQuestion(form: form, field: "field", fact: Fact(fact), isPrefilled: prefilled)
    }

    @Test func `two forms that ask for the same fact are found`() {
        let dictionary = FactDictionary([
            question("enterprise/register", "enterprise.headcount"),
            question("inspection/open", "enterprise.headcount"),
            question("inspection/open", "inspection.day"),
        ])
        #expect(dictionary.askedTwice.keys.map(\.name) == ["enterprise.headcount"])
        #expect(dictionary.askedTwice.values.first?.map(\.form) == ["enterprise/register", "inspection/open"])
    }

    @Test func `a form that shows what is held asks nothing again`() {
        let dictionary = FactDictionary([
            question("enterprise/register", "enterprise.headcount"),
            question("inspection/open", "enterprise.headcount", prefilled: true),
        ])
        #expect(dictionary.askedTwice.isEmpty)
    }

    @Test func `the same form may hold a fact in two fields`() {
        let dictionary = FactDictionary([
            question("danger/report", "danger.place"), question("danger/report", "danger.place"),
        ])
        #expect(dictionary.askedTwice.isEmpty)
    }

    @Test func `the same content of another subject is another fact`() {
        let dictionary = FactDictionary([question("a", "enterprise.name"), question("b", "person.name")])
        #expect(dictionary.askedTwice.isEmpty)
        #expect(Fact("enterprise.name").subject == "enterprise")
    }

    @Test(arguments: ["enterprise", "enterprise.name.short", ""])
    func `a fact is named by its subject and its content`(name: String) async {
        await #expect(processExitsWith: .failure) { [name] in _ = Fact(name) }
    }

    @Test func `the sample kinds ask for nothing twice, and their facts are all found`() {
        let kinds = KindCatalogue([KindOfMatter(Errand.self), KindOfMatter(Tip.self)])
        #expect(kinds.factsAskedTwice == [])
        #expect(
            Set(kinds.all.flatMap(\.questions).map(\.fact.name)) == [
                "errand.title", "errand.demand", "errand.outcome", "tip.words",
            ])
    }

    /// Negative control for the check that every domain runs.
    @Test func `a kind that asks for another's fact is found, with the forms and fields`() {
        let kinds = KindCatalogue([KindOfMatter(Errand.self), KindOfMatter(Tip.self), KindOfMatter(Memo.self)])
        #expect(kinds.factsAskedTwice == [#"tip.words: ["memo/note-down#words", "tip/hand-over#words"]"#])
    }
}

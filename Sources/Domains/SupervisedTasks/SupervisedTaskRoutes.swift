import Site

/// Every address of the domain beyond those that all matters have.
public enum SupervisedTaskRoutes {
    public static let all: [Route] =
        (LightsBoard.routes + TaskBrief.routes + InstructionPages.routes + WeightsPage.routes + LetterPage.routes)
        .answering(SupervisedTaskAnswers.all)
}

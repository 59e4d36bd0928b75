package systems.tasker.events.json;

import java.util.List;
import java.util.stream.Collectors;

/** Input that cannot be accepted at any attempt; holds every problem that was found. */
public final class InvalidInputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<InputProblem> problems;

    public InvalidInputException(List<InputProblem> problems) {
        super(problems.stream()
                .map(problem -> problem.pointer() + " " + problem.detail())
                .collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    public InvalidInputException(InputProblem problem) {
        this(List.of(problem));
    }

    /** The problems in the order of the document; at least one. */
    public List<InputProblem> problems() {
        return problems;
    }

    /** Malformed when any problem is one of the document's form. */
    public ProblemType type() {
        return problems.stream().anyMatch(problem -> problem.kind() == InputProblem.Kind.MALFORMED)
                ? ProblemType.MALFORMED_INPUT
                : ProblemType.INVALID_INPUT;
    }
}

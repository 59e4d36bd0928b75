package systems.tasker.events.template;

import java.util.List;
import java.util.stream.Collectors;

/** Task templates that cannot be used; its message lists every problem of every file. */
final class InvalidTemplatesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<TemplateProblem> problems;

    InvalidTemplatesException(List<TemplateProblem> problems) {
        super(problems.stream()
                .map(problem -> "\n  " + problem)
                .collect(Collectors.joining("", problems.size() + " problem(s) in the task templates:", "")));
        this.problems = List.copyOf(problems);
    }

    /** Every problem, sorted by file and line. */
    List<TemplateProblem> problems() {
        return problems;
    }
}

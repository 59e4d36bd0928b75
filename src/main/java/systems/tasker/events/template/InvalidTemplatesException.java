package systems.tasker.events.template;

import java.util.List;
import java.util.stream.Collectors;

import io.quarkus.runtime.configuration.ConfigurationException;

/** Task templates that cannot be used; its message lists every problem of every file, and at start-up Quarkus shows nothing but the message. */
final class InvalidTemplatesException extends ConfigurationException {

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

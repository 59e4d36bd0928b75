package systems.tasker.events.template;

import java.util.List;
import java.util.stream.Collectors;

import io.quarkus.runtime.configuration.ConfigurationException;

/** Invalid task templates. The message lists all problems of all files; at start-up Quarkus shows only the message. */
final class InvalidTemplatesException extends ConfigurationException {

    private static final long serialVersionUID = 1L;

    private final transient List<TemplateProblem> problems;

    InvalidTemplatesException(List<TemplateProblem> problems) {
        super(problems.stream()
                .map(problem -> "\n  " + problem)
                .collect(Collectors.joining("", problems.size() + " problem(s) in the task templates:", "")));
        this.problems = List.copyOf(problems);
    }

    /** All problems, sorted by file and line. */
    List<TemplateProblem> problems() {
        return problems;
    }
}

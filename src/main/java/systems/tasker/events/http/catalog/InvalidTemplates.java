package systems.tasker.events.http.catalog;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.resteasy.problem.HttpProblem;

import systems.tasker.events.http.Problems;
import systems.tasker.events.json.ProblemType;
import systems.tasker.events.template.TemplateProblem;

/** Reports that the template files cannot be activated: a conflict with the files, not an error of the caller. */
final class InvalidTemplates {

    private InvalidTemplates() {}

    static HttpProblem problem(List<TemplateProblem> problems, String path) {
        return Problems.of(
                        ProblemType.INVALID_TEMPLATES,
                        problems.size() + " problem(s) in the template files, see errors; the active templates stay.")
                .withInstance(URI.create(path))
                .with("errors", problems.stream().map(InvalidTemplates::error).toList())
                .build();
    }

    /** In this order; {@link Map#of} has a different one in each process. */
    private static Map<String, Object> error(TemplateProblem problem) {
        var error = new LinkedHashMap<String, Object>();
        error.put("file", problem.file());
        error.put("line", problem.line());
        error.put("path", problem.path());
        error.put("detail", problem.detail());
        error.put("remedy", problem.remedy());
        return error;
    }
}

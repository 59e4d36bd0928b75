package systems.tasker.events.catalogue;

import java.net.URI;
import java.util.List;
import java.util.Map;

import jakarta.ws.rs.core.Response.Status;

import io.quarkiverse.resteasy.problem.HttpProblem;

import systems.tasker.events.template.TemplateProblem;

/** Says that the template files cannot come into force. The caller did nothing wrong; the files stand in the way. */
final class InvalidTemplates {

    private InvalidTemplates() {}

    static HttpProblem problem(List<TemplateProblem> problems, String path) {
        return problem(
                        "invalid-templates",
                        problems.size() + " problem(s) in the template files, see errors; the templates in force stay.")
                .withInstance(URI.create(path))
                .with("errors", problems.stream().map(InvalidTemplates::error).toList())
                .build();
    }

    private static HttpProblem.Builder problem(String type, String detail) {
        return HttpProblem.builder()
                .withType(URI.create("urn:tasker:problem:" + type))
                .withTitle("Invalid templates")
                .withStatus(Status.CONFLICT.getStatusCode())
                .withDetail(detail);
    }

    private static Map<String, Object> error(TemplateProblem problem) {
        return Map.of(
                "file", problem.file(),
                "line", problem.line(),
                "path", problem.path(),
                "detail", problem.detail(),
                "remedy", problem.remedy());
    }
}

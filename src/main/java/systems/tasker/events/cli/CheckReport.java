package systems.tasker.events.cli;

import java.util.List;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import systems.tasker.events.template.TemplateCheck;
import systems.tasker.events.template.TemplateProblem;

/** The report of a check, for people or for programs. */
final class CheckReport {

    private CheckReport() {}

    /** One line per problem, such as {@code a.yaml:8 /steps/0/name: problem (remedy)}, then what was checked and what was not. */
    static String human(CheckArguments parsed, TemplateCheck check) {
        var text = new StringBuilder();
        check.problems().forEach(problem -> text.append(problem).append('\n'));
        check.warnings()
                .forEach(warning -> text.append("warning: ").append(warning).append('\n'));
        text.append(check.problems().size())
                .append(" problem(s), ")
                .append(check.templates())
                .append(" template(s) without\n");
        if (!check.warnings().isEmpty()) {
            text.append(check.warnings().size()).append(" warning(s), which are problems with --strict\n");
        }
        if (parsed.publishers().isEmpty()) {
            text.append("Not checked: whether the publishers exist. Name those of the service with --publishers\n");
        }
        parsed.against()
                .ifPresent(where -> text.append("Compared with the active templates: ")
                        .append(where)
                        .append('\n'));
        if (parsed.against().isEmpty()) {
            text.append(
                    "Not checked: whether consumers of active events would break. Name the active templates with --against\n");
        }
        return text.toString();
    }

    /** One JSON object; {@code compared_with} is null if nothing was compared. */
    static String json(CheckArguments parsed, TemplateCheck check) {
        var report = JsonNodeFactory.instance.objectNode();
        report.put("valid", check.problems().isEmpty());
        report.put("templates", check.templates());
        report.put("publishers_checked", parsed.publishers().isPresent());
        report.put("compared_with", parsed.against().orElse(null));
        write(check.problems(), report.putArray("problems"));
        write(check.warnings(), report.putArray("warnings"));
        return report.toPrettyString() + "\n";
    }

    private static void write(List<TemplateProblem> problems, ArrayNode array) {
        for (var problem : problems) {
            array.addObject()
                    .put("file", problem.file())
                    .put("line", problem.line())
                    .put("path", problem.path())
                    .put("detail", problem.detail())
                    .put("remedy", problem.remedy());
        }
    }
}

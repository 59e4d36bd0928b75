package systems.tasker.events.postgres.doctor;

import java.util.List;

import io.smallrye.mutiny.Uni;

/** Checks of the template files. */
final class TemplateChecks {

    private TemplateChecks() {}

    /** Templates that cannot be activated; those that name a missing publisher have a type of their own. */
    static Uni<List<Finding>> problems(Inspection inspection) {
        return Uni.createFrom()
                .item(inspection.expected().templateProblems().stream()
                        .map(problem -> {
                            var type = problem.path().endsWith("/publisher")
                                    ? FindingType.PUBLISHER_UNRESOLVED
                                    : FindingType.TEMPLATE_INVALID;
                            var place = problem.file() + (problem.line() > 0 ? ":" + problem.line() : "");
                            return type.of(place, (problem.path() + " " + problem.detail()).strip(), problem.remedy());
                        })
                        .toList());
    }
}

package systems.tasker.events.simulation;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.ObjectNode;

import systems.tasker.events.publication.StepResultSubmission;
import systems.tasker.events.step.TaskSequenceStep;
import systems.tasker.events.template.TaskTemplate;
import systems.tasker.events.template.TemplateCatalog;

/** Completes the contexts of slim events, which lack the name and version of the template, from the templates. */
final class SlimContexts {

    private final TemplateCatalog before;
    private final TemplateCatalog after;

    SlimContexts(TemplateCatalog before, TemplateCatalog after) {
        this.before = before;
        this.after = after;
    }

    /**
     * The same result with its template, if only one template has the step, and its events name no publisher: the default one reads no context.
     */
    Optional<StepResultSubmission> completed(StepResultSubmission submission) {
        var context = submission.inlineContext().orElseThrow();
        var candidates = withStep(before, context);
        if (candidates.size() != 1
                || Stream.concat(candidates.stream(), withStep(after, context).stream())
                        .anyMatch(template -> hasPublisher(template, context))) {
            return Optional.empty();
        }
        var json = context.json().deepCopy();
        ((ObjectNode) json.path("task"))
                .put("task_name", candidates.get(0).name())
                .put("task_version", candidates.get(0).version());
        return Optional.of(new StepResultSubmission(
                submission.result(),
                Optional.of(context.withJson(json)),
                submission.attempt(),
                submission.bodyDigest()));
    }

    private static List<TaskTemplate> withStep(TemplateCatalog templates, TaskSequenceStep context) {
        return templates.templates().stream()
                .filter(template -> template.namespaceName().equals(context.namespace()))
                .filter(template -> template.step(context.templateStepName()).isPresent())
                .toList();
    }

    private static boolean hasPublisher(TaskTemplate template, TaskSequenceStep context) {
        return template.step(context.templateStepName()).stream()
                .flatMap(step -> step.publishesEvents().stream())
                .anyMatch(event -> event.publisher().isPresent());
    }
}

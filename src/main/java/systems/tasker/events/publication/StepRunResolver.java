package systems.tasker.events.publication;

import java.util.Optional;

import org.jboss.logging.Logger;

import systems.tasker.events.json.InvalidInputException;
import systems.tasker.events.observability.LogThrottle;
import systems.tasker.events.publication.PublicationOutcome.Reason;
import systems.tasker.events.step.TaskSequenceStep;
import systems.tasker.events.template.StepDefinition;
import systems.tasker.events.template.TemplateCatalog;

/** Finds what is declared for the step that a result is about. */
final class StepRunResolver {

    private static final Logger LOG = Logger.getLogger(StepRunResolver.class);

    private final TemplateCatalog templates;
    private final LogThrottle withoutContext = new LogThrottle();
    private final LogThrottle invalidDefinitions = new LogThrottle();

    StepRunResolver(TemplateCatalog templates) {
        this.templates = templates;
    }

    /** The run of a result whose context came with it. @throws InvalidInputException when the definition inside breaks the rules */
    StepRun inline(StepResultSubmission submission, TaskSequenceStep context) {
        var definition = definition(context, "/task_sequence_step");
        return new StepRun(submission, Optional.empty(), Optional.of(context), definition, missing(definition));
    }

    /** The run of a result whose step was claimed, or of one that nobody knows anything about. */
    StepRun claimed(StepResultSubmission submission, Optional<ClaimedContext> claim) {
        if (claim.isEmpty()) {
            withoutContext.log(results -> LOG.warnf(
                    "No context for a result, its events are skipped: step_uuid=%s results_since_last_line=%d",
                    submission.result().stepUuid(), results));
            return new StepRun(
                    submission,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(Reason.CONTEXT_MISSING));
        }
        var claimId = claim.map(ClaimedContext::claimId);
        var context = claim.map(ClaimedContext::context);
        try {
            var definition = definition(context.orElseThrow(), "");
            return new StepRun(submission, claimId, context, definition, missing(definition));
        } catch (InvalidInputException brokenSince) {
            // It was checked when the step was claimed; the result must be reported all the same.
            invalidDefinitions.log(results -> LOG.warnf(
                    "Claimed step definition is invalid: step_uuid=%s results_since_last_line=%d %s",
                    submission.result().stepUuid(), results, brokenSince.getMessage()));
            return new StepRun(submission, claimId, context, Optional.empty(), Optional.of(Reason.DEFINITION_INVALID));
        }
    }

    /** What the context declares itself, else what the loaded templates say. */
    Optional<StepDefinition> definition(TaskSequenceStep context, String base) {
        var own = context.stepDefinition();
        return own.isObject()
                ? Optional.of(templates.read(own, context.namespace(), base + "/step_definition"))
                : templates.find(
                        context.namespace(), context.taskName(), context.taskVersion(), context.templateStepName());
    }

    private static Optional<Reason> missing(Optional<StepDefinition> definition) {
        return definition.isPresent() ? Optional.empty() : Optional.of(Reason.DEFINITION_MISSING);
    }
}

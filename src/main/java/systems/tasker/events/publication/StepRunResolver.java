package systems.tasker.events.publication;

import java.util.Optional;

import org.jboss.logging.Logger;

import systems.tasker.events.json.InvalidInputException;
import systems.tasker.events.observability.LogThrottle;
import systems.tasker.events.publication.ContextStore.ClaimedContext;
import systems.tasker.events.publication.PublicationOutcome.Reason;
import systems.tasker.events.step.AttemptsConvention;
import systems.tasker.events.step.TaskSequenceStep;
import systems.tasker.events.template.StepDefinition;
import systems.tasker.events.template.TemplateCatalog;

/** Resolves the definition of the step that a result is of. */
final class StepRunResolver {

    private static final Logger LOG = Logger.getLogger(StepRunResolver.class);

    private final TemplateCatalog templates;
    private final AttemptsConvention convention;
    private final LogThrottle withoutContext = new LogThrottle();
    private final LogThrottle invalidDefinitions = new LogThrottle();

    StepRunResolver(TemplateCatalog templates, AttemptsConvention convention) {
        this.templates = templates;
        this.convention = convention;
    }

    /**
     * The run of a result whose context is part of its body.
     *
     * @throws InvalidInputException when the definition inside the context is invalid
     */
    StepRun inline(StepResultSubmission submission, TaskSequenceStep context) {
        var definition = templates.definitionOf(context, "/task_sequence_step");
        return new StepRun(
                submission, Optional.empty(), Optional.of(context), definition, missing(definition), convention);
    }

    /** The run of a result whose step was claimed; one without context when there is no claim. */
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
                    Optional.of(Reason.CONTEXT_MISSING),
                    convention);
        }
        var claimId = claim.map(ClaimedContext::claimId);
        var context = claim.map(ClaimedContext::context);
        try {
            var definition = templates.definitionOf(context.orElseThrow(), "");
            return new StepRun(submission, claimId, context, definition, missing(definition), convention);
        } catch (InvalidInputException brokenSince) {
            // Valid when the step was claimed, but not by today's templates; the result is accepted nevertheless.
            invalidDefinitions.log(results -> LOG.warnf(
                    "Claimed step definition is invalid: step_uuid=%s results_since_last_line=%d %s",
                    submission.result().stepUuid(), results, brokenSince.getMessage()));
            return new StepRun(
                    submission, claimId, context, Optional.empty(), Optional.of(Reason.DEFINITION_INVALID), convention);
        }
    }

    private static Optional<Reason> missing(Optional<StepDefinition> definition) {
        return definition.isPresent() ? Optional.empty() : Optional.of(Reason.DEFINITION_MISSING);
    }
}

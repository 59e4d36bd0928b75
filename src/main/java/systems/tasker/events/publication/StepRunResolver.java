package systems.tasker.events.publication;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.jboss.logging.Logger;

import systems.tasker.events.json.InvalidInputException;
import systems.tasker.events.observability.LogThrottle;
import systems.tasker.events.publication.PublicationOutcome.Reason;
import systems.tasker.events.publication.store.ContextStore.ClaimedContext;
import systems.tasker.events.publication.store.PublicationReceipt.DefinitionProblem;
import systems.tasker.events.step.AttemptsConvention;
import systems.tasker.events.step.TaskSequenceStep;
import systems.tasker.events.template.TemplateCatalog;

/** Resolves the definition of the step that a result is of. */
final class StepRunResolver {

    private static final Logger LOG = Logger.getLogger(StepRunResolver.class);

    // Enough to correct a definition; receipts are stored.
    private static final int MAX_PROBLEMS = 20;

    private final TemplateCatalog templates;
    private final AttemptsConvention convention;
    private final LogThrottle withoutContext = new LogThrottle();
    private final LogThrottle invalidDefinitions = new LogThrottle();

    StepRunResolver(TemplateCatalog templates, AttemptsConvention convention) {
        this.templates = templates;
        this.convention = convention;
    }

    /** The run of a result whose context is part of its body. */
    StepRun inline(StepResultSubmission submission, TaskSequenceStep context) {
        return withDefinition(submission, Optional.empty(), context, "/task_sequence_step");
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
                    !submission.identifiesItself(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(Reason.CONTEXT_MISSING),
                    List.of(),
                    convention);
        }
        // The step is the same, so a later attempt's context declares the events of an earlier one; its claim stays for
        // its own result.
        var claimId = claim.filter(found -> submission.attempt().isEmpty() || !found.isLaterThan(submission.attempt()))
                .map(ClaimedContext::claimId);
        return withDefinition(submission, claimId, claim.get().context(), "");
    }

    /** A fault in a declaration costs the events, never the result: a worker cannot correct the definition that it was given. */
    private StepRun withDefinition(
            StepResultSubmission submission, Optional<UUID> claimId, TaskSequenceStep context, String base) {
        try {
            var definition = templates.definitionOf(context, base);
            var missing = definition.isPresent() ? Optional.<Reason>empty() : Optional.of(Reason.DEFINITION_MISSING);
            return new StepRun(
                    submission, claimId, false, Optional.of(context), definition, missing, List.of(), convention);
        } catch (InvalidInputException invalid) {
            invalidDefinitions.log(results -> LOG.warnf(
                    "Step definition in a context is invalid, its events are skipped:"
                            + " step_uuid=%s namespace=%s step=%.255s results_since_last_line=%d %s",
                    submission.result().stepUuid(),
                    context.namespace(),
                    context.stepName(),
                    results,
                    invalid.getMessage()));
            var problems = invalid.problems().stream()
                    .limit(MAX_PROBLEMS)
                    .map(problem -> new DefinitionProblem(problem.pointer(), problem.detail()))
                    .toList();
            return new StepRun(
                    submission,
                    claimId,
                    false,
                    Optional.of(context),
                    Optional.empty(),
                    Optional.of(Reason.DEFINITION_INVALID),
                    problems,
                    convention);
        }
    }
}

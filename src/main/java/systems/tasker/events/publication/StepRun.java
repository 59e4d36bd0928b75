package systems.tasker.events.publication;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

import systems.tasker.events.json.TreeMemory;
import systems.tasker.events.publication.PublicationOutcome.Reason;
import systems.tasker.events.publication.store.PublicationReceipt.DefinitionProblem;
import systems.tasker.events.publisher.StepEventContext;
import systems.tasker.events.step.AttemptsConvention;
import systems.tasker.events.step.StepExecutionResult;
import systems.tasker.events.step.StepOutcome;
import systems.tasker.events.step.TaskSequenceStep;
import systems.tasker.events.template.EventDeclaration;
import systems.tasker.events.template.StepDefinition;

/**
 * One attempt of a step, with its context and its declared events as far as they are known.
 *
 * @param submission the submitted result
 * @param claimId the claim that its context comes from, and that its result ends
 * @param unclaimed whether it is this attempt because the step has no claim
 * @param context the context that the step ran in
 * @param definition the step's definition
 * @param undeclared why there is no definition
 * @param problems what is wrong with the definition that its context has
 * @param convention whether the attempts of the context count this run
 */
record StepRun(
        StepResultSubmission submission,
        Optional<UUID> claimId,
        boolean unclaimed,
        Optional<TaskSequenceStep> context,
        Optional<StepDefinition> definition,
        Optional<Reason> undeclared,
        List<DefinitionProblem> problems,
        AttemptsConvention convention) {

    private static final int UNLIMITED = Integer.MAX_VALUE;

    StepExecutionResult result() {
        return submission.result();
    }

    /** The attempt that the sender names, otherwise that of the context. */
    OptionalInt attempt() {
        var named = submission.attempt();
        return named.isPresent() || context.isEmpty() ? named : convention.attempt(context.get());
    }

    StepOutcome outcome() {
        var mayRetry = definition.map(StepDefinition::retryable).orElse(true)
                && context.map(TaskSequenceStep::mayRetry).orElse(true);
        var maxAttempts = context.map(TaskSequenceStep::maxAttempts)
                .orElse(OptionalInt.empty())
                .orElse(definition.map(StepDefinition::maxAttempts).orElse(UNLIMITED));
        return StepOutcome.of(result(), mayRetry, attempt(), maxAttempts);
    }

    String namespace() {
        return context.map(TaskSequenceStep::namespace).orElse("");
    }

    /** The declared events; empty when they are unknown. */
    Optional<List<EventDeclaration>> declarations() {
        return definition.map(StepDefinition::publishesEvents);
    }

    /** Reports every declared event, before its outcome. */
    void reportEvaluated(PublicationListener listener) {
        declarations()
                .ifPresentOrElse(
                        events -> events.forEach(event -> listener.onEvaluated(
                                namespace(), event.name().value(), Optional.of(event.deliveryMode()))),
                        () -> listener.onEvaluated(namespace(), PublicationOutcome.ANY_EVENT, Optional.empty()));
    }

    /**
     * The run once its claim is gone and there is no other: the context at hand is all there is.
     *
     * <p>That there is none is checked by the commit, also after an expired claim: the store has deleted it when it was asked.
     */
    StepRun withoutClaim() {
        var unclaimedNow = !submission.identifiesItself();
        return new StepRun(
                submission, Optional.empty(), unclaimedNow, context, definition, undeclared, problems, convention);
    }

    /** Bytes of heap that its result and its context retain, about. */
    long memory() {
        return TreeMemory.of(result().json())
                + context.map(TaskSequenceStep::json).map(TreeMemory::of).orElse(0L);
    }

    StepEventContext eventContext(EventDeclaration declaration, StepOutcome outcome) {
        return new StepEventContext(declaration, result(), context.orElseThrow(), outcome, attempt());
    }
}

package systems.tasker.events.publication;

import io.smallrye.mutiny.Uni;

import systems.tasker.events.json.InvalidInputException;
import systems.tasker.events.step.TaskSequenceStep;

/** Takes the context of a step when a worker claims it. */
public final class StepClaims {

    private final ContextStore contexts;
    private final StepRunResolver resolver;

    StepClaims(ContextStore contexts, StepRunResolver resolver) {
        this.contexts = contexts;
        this.resolver = resolver;
    }

    /**
     * Keeps a context until the step's result is accepted.
     *
     * @return whether the step was not claimed before; fails with {@link StoreUnavailableException} when the store cannot be reached
     * @throws InvalidInputException when the definition inside the context breaks the rules; said now, because later nobody could mend it
     */
    public Uni<Boolean> claim(TaskSequenceStep context) {
        resolver.definition(context, "");
        return contexts.claim(context);
    }
}

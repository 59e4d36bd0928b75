package systems.tasker.events.http.results;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;

import systems.tasker.events.json.InvalidInputException;
import systems.tasker.events.publication.ContextStore;
import systems.tasker.events.publication.StoreUnavailableException;
import systems.tasker.events.step.TaskSequenceStep;
import systems.tasker.events.template.TemplateCatalog;

/** Takes the context of a step when a worker claims it. */
@Singleton
class StepClaims {

    private final ContextStore contexts;
    private final TemplateCatalog templates;

    StepClaims(ContextStore contexts, TemplateCatalog templates) {
        this.contexts = contexts;
        this.templates = templates;
    }

    /**
     * Keeps a context until the step's result is accepted.
     *
     * @return whether the step was not claimed before; fails with {@link StoreUnavailableException} when the store is unavailable
     * @throws InvalidInputException when the definition inside the context is invalid; with the result it would be too late to fix it
     */
    Uni<Boolean> claim(TaskSequenceStep context) {
        templates.definitionOf(context, "");
        return contexts.claim(context);
    }
}

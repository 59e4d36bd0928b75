package systems.tasker.events.http.results;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import systems.tasker.events.json.InvalidInputException;
import systems.tasker.events.observability.LogThrottle;
import systems.tasker.events.publication.store.ContextStore;
import systems.tasker.events.publication.store.StoreUnavailableException;
import systems.tasker.events.step.TaskSequenceStep;
import systems.tasker.events.template.TemplateCatalog;

/** Takes the context of a step when a worker claims it. */
@Singleton
class StepClaims {

    private static final Logger LOG = Logger.getLogger(StepClaims.class);

    private final LogThrottle invalidDefinitions = new LogThrottle();
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
     */
    Uni<Boolean> claim(TaskSequenceStep context) {
        warnOfInvalidDefinition(context);
        return contexts.claim(context);
    }

    /** The step runs whatever its definition declares; its events are skipped when the result comes. */
    private void warnOfInvalidDefinition(TaskSequenceStep context) {
        try {
            templates.definitionOf(context, "");
        } catch (InvalidInputException invalid) {
            invalidDefinitions.log(claims -> LOG.warnf(
                    "Step definition in a claim is invalid, its events will be skipped:"
                            + " step_uuid=%s namespace=%s step=%.255s claims_since_last_line=%d %s",
                    context.stepUuid(), context.namespace(), context.stepName(), claims, invalid.getMessage()));
        }
    }
}

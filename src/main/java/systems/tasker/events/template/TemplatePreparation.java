package systems.tasker.events.template;

import java.util.Collection;

/** Prepares what templates need before they are activated. */
@FunctionalInterface
public interface TemplatePreparation {

    /**
     * Prepares and blocks until done; called on a worker thread, never concurrently.
     *
     * @throws RuntimeException with the reason why they cannot be activated; the active templates then stay
     */
    void prepare(Collection<TaskTemplate> next);
}

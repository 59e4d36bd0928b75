package systems.tasker.events.template;

import java.util.Collection;

/** Sees to all that templates need before they come into force. */
@FunctionalInterface
interface TemplatePreparation {

    /**
     * Prepares, and waits until it is done; called on a worker thread, by one thread at a time.
     *
     * @throws RuntimeException with a sentence that says why they cannot come into force; the ones in force then stay
     */
    void prepare(Collection<TaskTemplate> next);
}

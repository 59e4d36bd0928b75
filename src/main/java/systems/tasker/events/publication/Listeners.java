package systems.tasker.events.publication;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.jboss.logging.Logger;

import systems.tasker.events.event.DeliveryMode;
import systems.tasker.events.publication.store.CommitVerdict;

/** All listeners as one; an exception of one is logged and contained. */
final class Listeners implements PublicationListener {

    private static final Logger LOG = Logger.getLogger(Listeners.class);

    private final List<PublicationListener> listeners;

    Listeners(List<PublicationListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    @Override
    public void onEvaluated(String namespace, String eventName, Optional<DeliveryMode> deliveryMode) {
        callEach(listener -> listener.onEvaluated(namespace, eventName, deliveryMode));
    }

    @Override
    public void onOutcome(PublicationOutcome outcome) {
        callEach(listener -> listener.onOutcome(outcome));
    }

    @Override
    public void onAnswered(Acceptance acceptance, Duration took) {
        callEach(listener -> listener.onAnswered(acceptance, took));
    }

    @Override
    public void onVerdict(CommitVerdict verdict, Duration took) {
        callEach(listener -> listener.onVerdict(verdict, took));
    }

    private void callEach(Consumer<PublicationListener> call) {
        for (var listener : listeners) {
            try {
                call.accept(listener);
            } catch (RuntimeException | LinkageError thrown) {
                LOG.warnf(
                        thrown,
                        "Publication listener failed: listener=%s",
                        listener.getClass().getName());
            }
        }
    }
}

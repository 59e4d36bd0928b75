package systems.tasker.events.publication;

import java.util.List;

import org.jboss.logging.Logger;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.observability.LogThrottle;
import systems.tasker.events.publisher.PublisherRegistry;
import systems.tasker.events.publisher.RegisteredPublisher;

/** What is left to do once a run's events are final: count them, hand them to the bus, tell their publishers. */
final class EventHandOn {

    private static final Logger LOG = Logger.getLogger(EventHandOn.class);

    private final EventRouter router;
    private final PublisherRegistry publishers;
    private final PublicationListener listener;
    private final LogThrottle failed = new LogThrottle();

    EventHandOn(EventRouter router, PublisherRegistry publishers, PublicationListener listener) {
        this.router = router;
        this.publishers = publishers;
        this.listener = listener;
    }

    void handOn(StepRun run, List<PublicationOutcome> outcomes) {
        outcomes.forEach(listener::onOutcome);
        router.handOn(outcomes);
        run.declarations().ifPresent(declarations -> {
            // Outcomes stand in the order of the declarations they belong to.
            for (int i = 0; i < declarations.size(); i++) {
                var event = outcomes.get(i).event();
                var publisher = declarations.get(i).publisher().flatMap(publishers::find);
                if (event.isPresent() && publisher.isPresent()) {
                    tell(publisher.get(), event.get());
                }
            }
        });
    }

    private void tell(RegisteredPublisher publisher, DomainEvent event) {
        publisher
                .call(() -> {
                    StepLoggingContext.during(
                            event.metadata(), () -> publisher.publisher().afterPublish(event));
                    return null;
                })
                .subscribe()
                .with(
                        done -> {},
                        thrown -> StepLoggingContext.during(
                                event.metadata(),
                                () -> failed.log(calls -> LOG.warnf(
                                        "afterPublish failed: publisher=%s event=%s calls_since_last_line=%d error=%s",
                                        publisher.name(), event.eventName(), calls, thrown))));
    }
}

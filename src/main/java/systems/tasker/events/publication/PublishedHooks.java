package systems.tasker.events.publication;

import java.util.List;

import org.jboss.logging.Logger;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.publisher.PublisherRegistry;
import systems.tasker.events.publisher.RegisteredPublisher;
import systems.tasker.events.template.EventDeclaration;

/** Tells the custom publishers that their events went out; nobody waits for them. */
final class PublishedHooks {

    private static final Logger LOG = Logger.getLogger(PublishedHooks.class);

    private final PublisherRegistry publishers;

    PublishedHooks(PublisherRegistry publishers) {
        this.publishers = publishers;
    }

    void afterPublish(StepRun run, List<PublicationOutcome> outcomes) {
        // Outcomes stand in the order of the declarations they belong to.
        var declarations = run.definition().map(step -> step.publishesEvents()).orElse(List.of());
        for (int i = 0; i < declarations.size(); i++) {
            var event = outcomes.get(i).event();
            var publisher = custom(declarations.get(i));
            if (event.isPresent() && publisher != null) {
                tell(publisher, event.get());
            }
        }
    }

    private RegisteredPublisher custom(EventDeclaration declaration) {
        return declaration.publisher().flatMap(publishers::find).orElse(null);
    }

    private static void tell(RegisteredPublisher publisher, DomainEvent event) {
        publisher
                .call(() -> {
                    publisher.publisher().afterPublish(event);
                    return null;
                })
                .subscribe()
                .with(
                        done -> {},
                        thrown -> LOG.warnf(
                                "afterPublish failed: publisher=%s event=%s error=%s",
                                publisher.name(), event.eventName(), thrown));
    }
}

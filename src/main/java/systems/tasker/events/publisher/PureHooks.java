package systems.tasker.events.publisher;

import com.fasterxml.jackson.databind.node.ObjectNode;

import systems.tasker.events.event.DomainEvent;

/** A publisher of which only the hooks without effects are called: what becomes of an event is found out, and no event goes out. */
final class PureHooks extends BasePublisher {

    private final String name;
    private final BasePublisher publisher;

    PureHooks(String name, BasePublisher publisher) {
        this.name = name;
        this.publisher = publisher;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean shouldPublish(StepEventContext context) {
        return publisher.shouldPublish(context);
    }

    @Override
    public Object transformPayload(StepEventContext context) {
        return publisher.transformPayload(context);
    }

    @Override
    public ObjectNode additionalMetadata(StepEventContext context) {
        return publisher.additionalMetadata(context);
    }

    @Override
    public boolean beforePublish(DomainEvent event) {
        return true;
    }

    @Override
    public void afterPublish(DomainEvent event) {
        // The event is not published.
    }

    @Override
    public void onPublishError(PublishError error) {
        // The event was not due.
    }
}

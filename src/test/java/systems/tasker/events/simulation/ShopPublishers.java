package systems.tasker.events.simulation;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.publisher.BasePublisher;
import systems.tasker.events.publisher.PublishError;
import systems.tasker.events.publisher.StepEventContext;

/** Publishers for the results of the shop. */
final class ShopPublishers {

    private ShopPublishers() {}

    /** Sends the result, changed; counts the calls of hooks that have effects. */
    static class Payments extends BasePublisher {

        final AtomicInteger effects = new AtomicInteger();
        private final String name;
        private final UnaryOperator<ObjectNode> change;

        Payments(String name, UnaryOperator<ObjectNode> change) {
            this.name = name;
            this.change = change;
        }

        Payments() {
            this("payments", payload -> payload);
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public JsonNode transformPayload(StepEventContext context) {
            return change.apply(context.result().deepCopy());
        }

        @Override
        public ObjectNode additionalMetadata(StepEventContext context) {
            return super.additionalMetadata(context).put("source", "shop");
        }

        @Override
        public boolean beforePublish(DomainEvent event) {
            effects.incrementAndGet();
            return false;
        }

        @Override
        public void afterPublish(DomainEvent event) {
            effects.incrementAndGet();
        }

        @Override
        public void onPublishError(PublishError error) {
            effects.incrementAndGet();
        }
    }
}

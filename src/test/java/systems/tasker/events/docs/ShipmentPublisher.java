package systems.tasker.events.docs;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import systems.tasker.events.publisher.BasePublisher;
import systems.tasker.events.publisher.StepEventContext;

@Singleton
class ShipmentPublisher extends BasePublisher {
    @Override
    public String name() {
        return "Shipping::ShipmentPublisher";
    }

    @Override
    public JsonNode transformPayload(StepEventContext context) {
        var payload = JsonNodeFactory.instance.objectNode();
        return payload.set("tracking_number", context.result().path("tracking_number"));
    }
}

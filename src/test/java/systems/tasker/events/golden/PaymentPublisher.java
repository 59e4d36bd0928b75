package systems.tasker.events.golden;

import java.time.Clock;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import systems.tasker.events.publisher.BasePublisher;
import systems.tasker.events.publisher.StepEventContext;

/** The custom publisher of the golden cases. It is no bean of what is packaged, so {@link GoldenIT} skips them. */
@Singleton
class PaymentPublisher extends BasePublisher {

    private final Clock clock;

    PaymentPublisher(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "DomainEvents::Publishers::PaymentEventPublisher";
    }

    @Override
    public boolean shouldPublish(StepEventContext context) {
        return context.executionResult().success()
                ? context.result().hasNonNull("transaction_id")
                : context.metadata().hasNonNull("error_code");
    }

    @Override
    public JsonNode transformPayload(StepEventContext context) {
        return context.executionResult().success() ? processed(context.result()) : failed(context);
    }

    private ObjectNode processed(JsonNode result) {
        var payload = JsonNodeFactory.instance.objectNode();
        payload.set("transaction_id", result.path("transaction_id"));
        payload.set("amount", result.path("amount"));
        payload.put("currency", result.path("currency").asText("USD"));
        payload.put("payment_method", result.path("payment_method").asText("credit_card"));
        payload.put(
                "processed_at",
                result.path("processed_at").asText(clock.instant().toString()));
        return payload;
    }

    private ObjectNode failed(StepEventContext context) {
        var payload = JsonNodeFactory.instance.objectNode();
        payload.set("error_code", context.metadata().path("error_code"));
        payload.put(
                "error_message",
                context.executionResult().error().path("message").asText(null));
        payload.put("failed_at", clock.instant().toString());
        return payload;
    }

    @Override
    public ObjectNode additionalMetadata(StepEventContext context) {
        var additional = super.additionalMetadata(context);
        additional.put("publisher_type", "custom");
        if (context.metadata().hasNonNull("payment_provider")) {
            additional.set("payment_provider", context.metadata().get("payment_provider"));
        }
        return additional;
    }
}

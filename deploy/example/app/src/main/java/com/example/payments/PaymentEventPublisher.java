package com.example.payments;

import java.time.Clock;
import java.util.List;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import systems.tasker.events.publisher.BasePublisher;
import systems.tasker.events.publisher.StepEventContext;

/** Publishes what consumers need of a payment, whatever else its handler returned; nothing without a transaction id or an error code. */
@Singleton
class PaymentEventPublisher extends BasePublisher {

    private final Clock clock;

    PaymentEventPublisher(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "Payments::PaymentEventPublisher";
    }

    @Override
    public boolean shouldPublish(StepEventContext context) {
        var required = context.executionResult().success()
                ? context.result().path("transaction_id")
                : context.metadata().path("error_code");
        return !required.asText("").isBlank();
    }

    @Override
    public JsonNode transformPayload(StepEventContext context) {
        return context.executionResult().success() ? processed(context) : failed(context);
    }

    private ObjectNode processed(StepEventContext context) {
        var result = context.result();
        var payload = JsonNodeFactory.instance.objectNode();
        payload.set("transaction_id", result.path("transaction_id"));
        payload.set("amount", result.path("amount"));
        payload.put("currency", result.path("currency").asText("USD"));
        payload.put("payment_method", result.path("payment_method").asText("credit_card"));
        payload.put("processed_at", result.path("processed_at").asText(now()));
        payload.put("delivery_mode", context.declaration().deliveryMode().label());
        return payload.put("publisher", name());
    }

    private ObjectNode failed(StepEventContext context) {
        var payload = JsonNodeFactory.instance.objectNode();
        payload.set("error_code", context.metadata().path("error_code"));
        var message = context.executionResult().error().path("message").asText(null);
        payload.put("error_message", context.metadata().path("error_message").asText(message));
        return payload.put("failed_at", now());
    }

    @Override
    public ObjectNode additionalMetadata(StepEventContext context) {
        var metadata = JsonNodeFactory.instance.objectNode();
        for (var key : List.of("execution_time_ms", "payment_provider")) {
            if (context.metadata().hasNonNull(key)) {
                metadata.set(key, context.metadata().get(key));
            }
        }
        return metadata.put("publisher_type", "custom").put("publisher_name", name());
    }

    private String now() {
        return clock.instant().toString();
    }
}

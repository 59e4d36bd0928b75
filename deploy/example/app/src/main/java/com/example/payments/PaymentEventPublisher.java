package com.example.payments;

import java.time.Clock;
import java.util.List;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jboss.logging.Logger;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.publisher.BasePublisher;
import systems.tasker.events.publisher.PublishError;
import systems.tasker.events.publisher.StepEventContext;

/** Publishes what consumers need of a payment, whatever else its handler returned; nothing without a transaction id or an error code. */
@Singleton
class PaymentEventPublisher extends BasePublisher {

    private static final Logger LOG = Logger.getLogger(PaymentEventPublisher.class);

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

    /** Payments of the provider's sandbox are not for consumers. */
    @Override
    public boolean beforePublish(DomainEvent event) {
        return !event.metadata().get("payment_provider").asText().equals("sandbox");
    }

    /** The audit trail has only payments whose events are committed. */
    @Override
    public void afterPublish(DomainEvent event) {
        LOG.infof("Payment published: event=%s event_id=%s", event.eventName(), event.eventId());
    }

    /** An alert watches for this line; the payload stays out of it, for the sake of the card's holder. */
    @Override
    public void onPublishError(PublishError error) {
        LOG.errorf(
                "Payment not published: event=%s reason=%s violations=%s thrown=%s",
                error.eventName(), error.reason(), error.violations(), error.thrown());
    }

    private String now() {
        return clock.instant().toString();
    }
}

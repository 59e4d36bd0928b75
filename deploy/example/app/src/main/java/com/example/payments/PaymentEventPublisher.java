package com.example.payments;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import systems.tasker.events.publisher.BasePublisher;
import systems.tasker.events.publisher.StepEventContext;

@Singleton
class PaymentEventPublisher extends BasePublisher {
    @Override
    public String name() {
        return "Payments::PaymentEventPublisher";
    }

    @Override
    public JsonNode transformPayload(StepEventContext context) {
        var payload = JsonNodeFactory.instance.objectNode();
        payload.set("transaction_id", context.result().path("transaction_id"));
        return payload.set("amount", context.result().path("amount"));
    }
}

package com.example.payments;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import systems.tasker.events.test.PublishedEvents;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.hasItems;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** The whole application, with a real PostgreSQL and PGMQ inside the test. */
@QuarkusTest
class PaymentEventsTest {

    private static final String PAYMENT = """
            {"step_uuid": "0199f3c2-6d1e-7c4a-9b57-2f1d3a8e4c01", "success": true,
             "result": {"transaction_id": "tx-1001", "amount": 49.90},
             "task_sequence_step": {
               "task": {"namespace_name": "payments", "task_name": "credit_card_payment", "task_version": "1.0.0",
                        "task": {"task_uuid": "0199f3c2-6d1e-7c4a-9b57-2f1d3a8e4c02", "correlation_id": "order-4711"}},
               "workflow_step": {"workflow_step_uuid": "0199f3c2-6d1e-7c4a-9b57-2f1d3a8e4c01",
                                 "name": "process_payment", "attempts": 1}}}""";

    @Inject
    PublishedEvents events;

    @Test
    void publishesAPaymentThatIsHandedIn() {
        given().contentType("application/json").body(PAYMENT).post("/v1/step-results").then().statusCode(202);

        var event = events.await("payment.processed", "order-4711");

        assertEquals("tx-1001", event.businessPayload().path("transaction_id").asText());
    }

    @Test
    void findsTheBeansOfThisProject() {
        get("/v1/publishers").then().body("name", hasItems("Payments::PaymentEventPublisher"));
        get("/v1/subscribers").then().body("name", hasItems("PaymentCounter", "PaymentJournal", "PaymentLog#observer"));
    }
}

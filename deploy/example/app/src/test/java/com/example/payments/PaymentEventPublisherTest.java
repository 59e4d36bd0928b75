package com.example.payments;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;

import systems.tasker.events.test.Journey;
import systems.tasker.events.test.RecordingSubscriber;
import systems.tasker.events.test.StepResult;
import systems.tasker.events.test.StepScenario;

import static systems.tasker.events.test.JourneyAssertions.assertThat;

/** Milliseconds per test: no server, no database. */
class PaymentEventPublisherTest {

    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-27T12:00:00Z"), ZoneOffset.UTC);

    private final StepScenario payment = Journey.load(Path.of("config/tasks"))
            .of("credit_card_payment", "process_payment")
            .with(new PaymentEventPublisher(NOON));

    @Test
    void publishesAPaymentWithoutTheCardNumber() {
        var result = StepResult.succeeded().returning("""
                {"transaction_id": "tx-1001", "amount": 49.90, "card": "4711"}""");

        assertThat(payment.complete(result))
                .published("payment.processed")
                .withPayload("""
                        {"transaction_id": "tx-1001", "amount": 49.90, "currency": "USD", "payment_method": "credit_card",
                         "processed_at": "2026-11-27T12:00:00Z", "delivery_mode": "broadcast",
                         "publisher": "Payments::PaymentEventPublisher"}""")
                .inQueue("payments_domain_events")
                .and()
                .skipped("payment.failed", "condition");
    }

    @Test
    void publishesWhatTheHandlerSaysInPlaceOfItsOwnDefaults() {
        var result = StepResult.succeeded()
                .returning("""
                        {"transaction_id": "tx-1001", "amount": 49.90, "currency": "EUR", "payment_method": "sepa",
                         "processed_at": "2026-11-26T08:30:00Z"}""")
                .metadata("payment_provider", "acme")
                .metadata("execution_time_ms", 132);

        assertThat(payment.complete(result))
                .published("payment.processed")
                .withPayload("""
                        {"transaction_id": "tx-1001", "amount": 49.90, "currency": "EUR", "payment_method": "sepa",
                         "processed_at": "2026-11-26T08:30:00Z", "delivery_mode": "broadcast",
                         "publisher": "Payments::PaymentEventPublisher"}""")
                .withMetadata("payment_provider", "acme")
                .withMetadata("execution_time_ms", "132")
                .withMetadata("publisher_type", "custom")
                .withMetadata("publisher_name", "Payments::PaymentEventPublisher");
    }

    @Test
    void skipsAPaymentWithoutATransaction() {
        for (var transaction : new String[] {"\"\"", "\"  \"", "null"}) {
            var result = StepResult.succeeded().returning("{\"transaction_id\": " + transaction + ", \"amount\": 1}");

            assertThat(payment.complete(result)).skipped("payment.processed", "should_publish");
        }
    }

    @Test
    void skipsPaymentsOfTheSandbox() {
        var result = StepResult.succeeded()
                .returning("{\"transaction_id\": \"tx-1001\", \"amount\": 1}")
                .metadata("payment_provider", "sandbox");

        assertThat(payment.complete(result)).skipped("payment.processed", "before_publish");
    }

    @Test
    void skipsAFailureWithoutACode() {
        var result = StepResult.failed().error("CardDeclined", "declined");

        assertThat(payment.complete(result)).skipped("payment.failed", "should_publish");
    }

    @Test
    void rejectsAPaymentOfNothing() {
        var result = StepResult.succeeded().returning("""
                {"transaction_id": "tx-1001", "amount": 0}""");

        assertThat(payment.complete(result)).rejected("payment.processed", "/amount");
    }

    @Test
    void publishesAFailureOnceNoAttemptIsLeft() {
        var result = StepResult.failed().error("CardDeclined", "declined").errorCode("card_declined").retryable();

        assertThat(payment.attempt(1).complete(result)).publishedNothing();
        assertThat(payment.attempt(3).complete(result)).published("payment.failed").withPayload("""
                {"error_code": "card_declined", "error_message": "declined", "failed_at": "2026-11-27T12:00:00Z"}""");
    }

    @Test
    void tellsSubscribersOfPayments() {
        var recorder = new RecordingSubscriber();
        var result = StepResult.succeeded().returning("""
                {"transaction_id": "tx-1001", "amount": 49.90}""");

        assertThat(payment.telling(recorder, new PaymentCounter()).complete(result)).disturbedNoSubscriber();

        recorder.await("payment.processed");
    }

    @Test
    void keepsTheRulesOfPublishers() {
        assertThat(payment.probe("payment.processed").run()).findsNothing();
    }
}

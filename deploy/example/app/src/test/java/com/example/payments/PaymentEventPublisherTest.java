package com.example.payments;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import systems.tasker.events.test.Journey;
import systems.tasker.events.test.RecordingSubscriber;
import systems.tasker.events.test.StepResult;
import systems.tasker.events.test.StepScenario;

import static systems.tasker.events.test.JourneyAssertions.assertThat;

/** Milliseconds per test: no server, no database. */
class PaymentEventPublisherTest {

    private final StepScenario payment = Journey.load(Path.of("config/tasks"))
            .of("credit_card_payment", "process_payment")
            .with(new PaymentEventPublisher());

    @Test
    void publishesTransactionAndAmountOnly() {
        var result = StepResult.succeeded().returning("""
                {"transaction_id": "tx-1001", "amount": 49.90, "card": "4711"}""");

        assertThat(payment.complete(result))
                .published("payment.processed")
                .withPayload("""
                        {"transaction_id": "tx-1001", "amount": 49.90}""")
                .inQueue("payments_domain_events")
                .and()
                .skipped("payment.failed", "condition");
    }

    @Test
    void rejectsAPaymentOfNothing() {
        var result = StepResult.succeeded().returning("""
                {"transaction_id": "tx-1001", "amount": 0}""");

        assertThat(payment.complete(result)).rejected("payment.processed", "/amount");
    }

    @Test
    void publishesAFailureOnceNoAttemptIsLeft() {
        var result = StepResult.failed().error("CardDeclined", "declined").retryable();

        assertThat(payment.attempt(1).complete(result)).publishedNothing();
        assertThat(payment.attempt(3).complete(result)).published("payment.failed");
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

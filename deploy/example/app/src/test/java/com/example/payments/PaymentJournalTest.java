package com.example.payments;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import systems.tasker.events.test.Journey;
import systems.tasker.events.test.StepResult;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static systems.tasker.events.test.JourneyAssertions.assertThat;

/** The journal's hooks, as the service calls them. */
class PaymentJournalTest {

    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-27T12:00:00Z"), ZoneOffset.UTC);
    private static final StepResult PAID = StepResult.succeeded().returning("""
            {"transaction_id": "tx-1001", "amount": 49.90}""");

    @TempDir
    Path folder;

    @Test
    void writesALinePerPayment() throws Exception {
        var file = folder.resolve("journal");
        var journal = new PaymentJournal(Optional.of(file));

        assertThat(Journey.load(Path.of("config/tasks"))
                        .of("credit_card_payment", "process_payment")
                        .with(new PaymentEventPublisher(NOON))
                        .at(NOON.instant())
                        .telling(journal)
                        .complete(PAID))
                .disturbedNoSubscriber();
        assertEquals(1, journal.details().path("lines").intValue());
        journal.stop();

        assertEquals(List.of("2026-11-27T12:00:00Z tx-1001 49.90"), Files.readAllLines(file));
        assertFalse(journal.isActive());
    }

    @Test
    void isInactiveWithoutAFile() throws Exception {
        var journal = new PaymentJournal(Optional.empty());

        journal.start();

        assertFalse(journal.isActive());
        journal.stop();
    }
}

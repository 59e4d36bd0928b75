package com.example.payments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.subscriber.BaseSubscriber;
import systems.tasker.events.subscriber.Gap;
import systems.tasker.events.subscriber.SubscribesTo;

/** Writes a line per payment to the file in {@code payments.journal}, for support; inactive without one. */
@Singleton
@SubscribesTo("payment.*")
class PaymentJournal extends BaseSubscriber {

    private static final Logger LOG = Logger.getLogger(PaymentJournal.class);

    private final Optional<Path> file;
    private final LongAdder lines = new LongAdder();
    private Writer journal;

    PaymentJournal(@ConfigProperty(name = "payments.journal") Optional<Path> file) {
        this.file = file;
    }

    /** An unwritable file disables the journal, not the service. */
    @Override
    public void start() throws Exception {
        if (file.isPresent()) {
            journal = Files.newBufferedWriter(file.get(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            super.start();
        }
    }

    /** Failures have no transaction. */
    @Override
    public boolean beforeHandle(DomainEvent event) {
        return event.businessPayload().hasNonNull("transaction_id");
    }

    @Override
    public void handle(DomainEvent event) throws IOException {
        var payment = event.businessPayload();
        journal.write("%s %s %s%n".formatted(
                event.metadata().firedAt(), payment.path("transaction_id").asText(), payment.path("amount")));
    }

    /** A line is counted once it is in the file. */
    @Override
    public void afterHandle(DomainEvent event) {
        flush();
        lines.increment();
    }

    /** With the event's id, support finds the event in its queue. */
    @Override
    public void onHandleError(DomainEvent event, Throwable error) {
        LOG.errorf("Payment is missing in the journal: event_id=%s error=%s", event.eventId(), error);
    }

    /** Readers of the journal see where it is incomplete. */
    @Override
    public void onGap(Gap gap) {
        try {
            journal.write("# %d payments are missing from %s to %s%n".formatted(gap.events(), gap.from(), gap.to()));
            flush();
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    @Override
    public ObjectNode details() {
        return super.details().put("lines", lines.sum());
    }

    /** False while no journal is open, so that the statistics show an inactive subscriber. */
    @Override
    public boolean isActive() {
        return super.isActive() && journal != null;
    }

    @Override
    public void stop() throws Exception {
        super.stop();
        if (journal != null) {
            journal.close();
        }
    }

    private void flush() {
        try {
            journal.flush();
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}

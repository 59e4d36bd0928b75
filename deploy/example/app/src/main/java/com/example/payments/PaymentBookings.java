package com.example.payments;

import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import org.eclipse.microprofile.reactive.messaging.Incoming;

import systems.tasker.events.messaging.connector.IncomingPgmqMetadata;

/** Books payments from a queue: each event has its effect once, because the inbox and the booking share a transaction. */
@ApplicationScoped
class PaymentBookings {

    private static final String ONCE = "select from tasker_events.consume_once($1, 'billing', array[$2::bigint])";
    private static final String BOOK =
            "insert into billing.bookings (event_id, order_key, payment) values ($1, $2, $3)";

    private final Pool pool;

    PaymentBookings(Pool pool) {
        this.pool = pool;
    }

    @Incoming("bookings")
    Uni<Void> book(String text, IncomingPgmqMetadata message) {
        var event = new JsonObject(text);
        var booking = Tuple.of(
                UUID.fromString(event.getString("event_id")),
                message.headers().path("x-pgmq-group").asText(null),
                event.getJsonObject("payload").getValue("payload"));
        return pool.withTransaction(connection -> connection
                        .preparedQuery(ONCE)
                        .execute(Tuple.of(message.queue(), message.msgId()))
                        .chain(once -> once.rowCount() == 0
                                ? Uni.createFrom().voidItem()
                                : connection.preparedQuery(BOOK).execute(booking).replaceWithVoid()))
                .replaceWithVoid();
    }
}

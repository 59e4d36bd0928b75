package com.example.payments;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The consumer of a queue, with a real PostgreSQL and PGMQ inside the test. */
@QuarkusTest
class PaymentBookingsTest {

    private static final String SEND = """
            select pgmq.send('payments_bookings', '{"event_id": "01a20719-ff20-754a-b00d-05e616d0701e",
              "payload": {"payload": {"transaction_id": "tx-1001", "amount": 49.90}}}'::jsonb) from generate_series(1, 3)""";

    @Inject
    Pool pool;

    @Test
    void booksAnEventThatIsDeliveredThreeTimesOnce() throws InterruptedException {
        run("create schema billing");
        run("create table billing.bookings (event_id uuid not null, order_key text, payment jsonb not null)");
        run("select tasker_events.register_consumer('payments_bookings', 'billing', 'postgres')");

        run(SEND);

        while (number("select count(*) from pgmq.a_payments_bookings") < 3) {
            Thread.sleep(50);
        }
        assertEquals(1, number("select count(*) from billing.bookings where payment ->> 'transaction_id' = 'tx-1001'"));
    }

    private void run(String sql) {
        pool.query(sql).executeAndAwait();
    }

    private long number(String sql) {
        return pool.query(sql).executeAndAwait().iterator().next().getLong(0);
    }
}

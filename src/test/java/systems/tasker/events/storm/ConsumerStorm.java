package systems.tasker.events.storm;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.function.Supplier;

import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import systems.tasker.events.fixture.ConsumerProcess;
import systems.tasker.events.fixture.InboxServer;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

/** A sample of a consumer, killed under load, with a visibility timeout that is shorter than some of its work. */
abstract class ConsumerStorm {

    private static final Logger LOG = Logger.getLogger(ConsumerStorm.class);
    // A few, for the suite has to end in time; the long form has 200.
    private static final int ROUNDS = Integer.getInteger("storm.consumer-rounds", 2);
    static final int EVENTS_PER_ROUND = 30;
    private static final int KEYS = 20;
    private static final int PROCESSES = 2;
    private static final String QUEUE = "payments_domain_events";

    @TempDir
    static Path temporary;

    static InboxServer inbox;

    @BeforeAll
    static void start() throws Exception {
        inbox = new InboxServer(temporary);
        inbox.queue(QUEUE, "skip", 1000);
        // Some work outlives the visibility timeout of a second, and some fails.
        inbox.server()
                .execute(
                        "postgres",
                        """
                        create function billing.disturb() returns trigger language plpgsql as $$
                        begin
                            if random() < 0.02 then perform pg_sleep(1.5); end if;
                            if random() < 0.03 then raise exception 'the ledger is locked'; end if;
                            return new;
                        end $$""",
                        "create trigger disturb before insert on billing.bookings for each row execute function billing.disturb()");
    }

    @AfterAll
    static void stop() throws Exception {
        inbox.close();
    }

    @BeforeEach
    void sendEvents() {
        inbox.server()
                .execute(
                        "postgres",
                        "truncate billing.bookings, tasker_events.consumer_inbox, pgmq.q_payments_domain_events,"
                                + " pgmq.a_payments_domain_events",
                        // Every tenth event is in the queue twice, as after a redrive.
                        """
                        select pgmq.send('payments_domain_events',
                            jsonb_build_object('event_id', md5(i::text)::uuid, 'payload', jsonb_build_object('payload', jsonb_build_object('number', i))),
                            jsonb_build_object('event_name', 'payment.processed', 'x-pgmq-group', 'account-' || i %% %d))
                        from generate_series(1, %d) as i, generate_series(0, (i %% 10 = 0)::integer)
                        """.formatted(KEYS, events()));
    }

    static void storm(String name, Supplier<ConsumerProcess> starter) {
        var running = new ArrayDeque<ConsumerProcess>();
        try {
            for (int i = 0; i < PROCESSES; i++) {
                running.add(starter.get());
            }
            // When one is killed again and again, in the middle of its work
            for (int round = 1; round <= ROUNDS; round++) {
                var enough = Math.min(events(), (long) round * EVENTS_PER_ROUND);
                await().until(() -> number("select count(*) from billing.bookings") >= enough);
                running.add(starter.get());
                running.remove().kill();
            }
            await().until(() -> left() == 0);
        } finally {
            running.forEach(ConsumerProcess::close);
        }

        // Then
        assertEffects();
        LOG.infof(
                "%s consumers killed: kills=%d events=%d deliveries=%d",
                name, ROUNDS, events(), number("select sum(read_ct) from pgmq.a_payments_domain_events"));
    }

    static void assertEffects() {
        assertThat(number("select count(distinct event_id) from billing.bookings"))
                .isEqualTo(events());
        assertThat(number("select count(*) from billing.bookings")).isEqualTo(events());
        assertThat(inbox.server().column("""
                        select order_key from (
                            select order_key, (payment ->> 'number')::integer
                                < lag((payment ->> 'number')::integer) over (partition by order_key order by position) as late
                            from billing.bookings) as booked
                        where late""")).isEmpty();
        assertThat(number("select count(*) from pgmq.q_payments_domain_events_dlq"))
                .isZero();
        assertThat(number("select count(*) from pgmq.a_payments_domain_events")).isEqualTo(events() + events() / 10);
    }

    private static int events() {
        return (ROUNDS + 1) * EVENTS_PER_ROUND;
    }

    static long left() {
        return number("select count(*) from pgmq.q_payments_domain_events");
    }

    static long number(String sql) {
        return Long.parseLong(inbox.server().column(sql).get(0));
    }

    static Map<String, String> environment(String url) {
        return Map.of("DATABASE_URL", url, "VISIBILITY_TIMEOUT", "1");
    }

    static String jdbcUrl() {
        return inbox.url() + "?user=billing&password=billing";
    }
}

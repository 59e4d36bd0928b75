package systems.tasker.events.storm;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.InlineStep;
import systems.tasker.events.json.Json;

import static org.assertj.core.api.Assertions.assertThat;

/** A worker that submits results through a queue, and a consumer that archives events; both go on while the database is unavailable. */
final class QueueTraffic {

    private static final long PAUSE = Duration.ofMillis(20).toNanos();

    private final Database database;
    private final Queue<String> submitted = new ConcurrentLinkedQueue<>();
    private final Queue<String> consumed = new ConcurrentLinkedQueue<>();
    private final List<Future<?>> working;
    private volatile boolean stopped;

    QueueTraffic(Database database) {
        this.database = database;
        var threads = Executors.newFixedThreadPool(2);
        working = List.of(run(threads, this::submit), run(threads, this::consume));
        threads.shutdown();
    }

    private Future<?> run(ExecutorService threads, DatabaseWork work) {
        return threads.submit(() -> {
            while (!stopped) {
                try {
                    work.run();
                } catch (SQLException unavailable) {
                    LockSupport.parkNanos(PAUSE);
                }
            }
            return null;
        });
    }

    private interface DatabaseWork {
        void run() throws SQLException;
    }

    private void submit() throws SQLException {
        try (var connection = database.connect();
                var send = connection.prepareStatement("select pgmq.send('worker_step_results', ?::jsonb)")) {
            while (!stopped) {
                var result = InlineStep.result();
                send.setString(1, Json.write(result));
                send.execute();
                submitted.add(InlineStep.stepUuid(result));
                LockSupport.parkNanos(PAUSE);
            }
        }
    }

    private void consume() throws SQLException {
        try (var connection = database.connect();
                var read = connection.prepareStatement("""
                        with archived as (
                            select pgmq.archive('orders_domain_events', msg_id), message
                            from pgmq.read('orders_domain_events', 30, 5)
                        )
                        select message ->> 'event_id' from archived
                        """)) {
            while (!stopped) {
                try (var messages = read.executeQuery()) {
                    while (messages.next()) {
                        consumed.add(messages.getString(1));
                    }
                }
                LockSupport.parkNanos(PAUSE);
            }
        }
    }

    void stop() {
        stopped = true;
        for (var work : working) {
            try {
                work.get();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    int submitted() {
        return submitted.size();
    }

    int consumed() {
        return consumed.size();
    }

    /** How many submitted results are not accepted. */
    static long open(Database database) {
        return database.number("select count(*) from pgmq.q_worker_step_results");
    }

    /** Every result whose message was committed is accepted, and every event that was archived stays so, and is archived once. */
    void check(Database database) {
        assertThat(database.number("""
                        select count(*) from unnest(?::text[]) as step (id) where not exists (
                            select from tasker_events.accepted_results accepted where accepted.step_uuid = step.id::uuid)
                        """, (Object) submitted.toArray(String[]::new)))
                .isZero();
        assertThat(database.number("""
                        select count(*) from unnest(?::text[]) as event (id) where (
                            select count(*) from pgmq.a_orders_domain_events archived
                            where archived.message ->> 'event_id' = event.id) <> 1
                        """, (Object) consumed.toArray(String[]::new)))
                .isZero();
        assertThat(List.copyOf(consumed)).doesNotHaveDuplicates();
    }
}

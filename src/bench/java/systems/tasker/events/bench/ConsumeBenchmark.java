package systems.tasker.events.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.function.DoubleSupplier;

import systems.tasker.events.bench.Table.Goal;

/**
 * A consumer that gets the messages and writes a row per event: with PGMQ's read and archive, and with the inbox of consumers, on one
 * connection.
 */
final class ConsumeBenchmark {

    private static final String READ = "select msg_id, message from pgmq.read('consumed', 30, %d)";
    private static final String ARCHIVE = "select count(*) from pgmq.archive('consumed', '%s'::bigint[])";
    private static final String RECEIVE =
            "select msg_id, message from tasker_events.receive('consumed', 'bench', 30, %d)";
    private static final String ONCE =
            "select count(*) from tasker_events.consume_once('consumed', 'bench', '%s'::bigint[])";
    private static final double GOAL = 0.8;
    private static final String NO_MESSAGES = "{}";
    private static final String EFFECT = "insert into effects select id, now() from unnest('%s'::bigint[]) as m (id)";

    // Events of 2 KB, with ids that grow with time and the headers that the service writes.
    private static final String FILL = """
            select pgmq.send_batch('consumed', array_agg(jsonb_build_object(
                'event_id', (lpad(to_hex(%1$d), 8, '0') || '-' || lpad(to_hex(i), 4, '0') || '-7000-8000-' || right(md5(i::text), 12)),
                'event_name', 'bench.consumed', 'payload', (select string_agg(md5((i * 60 + j)::text), '') from generate_series(1, 60) as j))),
                array_agg('{"event_name": "bench.consumed", "event_version": "1.0", "correlation_id": "order-4711"}'::jsonb))
            from generate_series(1, %2$d) as i
            """;

    private final int rounds;
    private final Database database;
    private int fills;

    ConsumeBenchmark(Settings settings, Database database) {
        this(settings.runs(), database.sibling("consume"));
    }

    ConsumeBenchmark(int rounds, Database database) {
        this.rounds = rounds;
        this.database = database;
    }

    void run(Table table) {
        try (var connection = database.connect()) {
            prepare(connection);
            for (var batch : new int[] {1, 50}) {
                var messages = batch == 1 ? 1_000 : 10_000;
                var things = new LinkedHashMap<String, DoubleSupplier>();
                things.put(
                        "consume, %d at once: read and archive".formatted(batch),
                        () -> rate(connection, READ, ARCHIVE, batch, messages));
                things.put(
                        "consume, %d at once: inbox, to that".formatted(batch),
                        () -> rate(connection, RECEIVE, ONCE, batch, messages));
                var figures = Figure.interleaved(rounds, things);
                var bare = figures.values().iterator().next();
                figures.forEach((name, figure) -> {
                    if (figure == bare) {
                        table.add(name, "messages/s", figure);
                    } else {
                        table.add(name, "messages/s", figure, bare.median(), Goal.AT_LEAST.of(GOAL));
                    }
                });
            }
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
    }

    private static void prepare(Connection connection) throws SQLException {
        execute(connection, "create extension if not exists pgmq");
        execute(connection, "create schema tasker_events");
        execute(connection, inbox());
        execute(connection, "create table effects (msg_id bigint, at timestamptz)");
        execute(connection, "select pgmq.create('consumed'), pgmq.create('consumed_dlq')");
        execute(connection, "select tasker_events.register_consumer('consumed', 'bench', current_user)");
    }

    /** Messages per second until the queue is empty. */
    private double rate(Connection connection, String read, String settle, int batch, int messages) {
        try {
            execute(connection, "truncate pgmq.q_consumed, pgmq.a_consumed, effects, tasker_events.consumer_inbox");
            execute(connection, FILL.formatted(++fills, messages));
            execute(connection, "vacuum analyze pgmq.q_consumed");
            execute(connection, "checkpoint");
            var start = System.nanoTime();
            for (var ids = read(connection, read.formatted(batch));
                    !ids.equals(NO_MESSAGES);
                    ids = read(connection, read.formatted(batch))) {
                connection.setAutoCommit(false);
                count(connection, settle.formatted(ids));
                execute(connection, EFFECT.formatted(ids));
                connection.commit();
                connection.setAutoCommit(true);
            }
            return messages / ((System.nanoTime() - start) / 1e9);
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
    }

    /** The ids of the messages that the consumer got, as an array of PostgreSQL. */
    private static String read(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var ids = new StringJoiner(",", "{", "}");
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
            return ids.toString();
        }
    }

    private static void count(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String inbox() {
        try (var file = ConsumeBenchmark.class.getResourceAsStream("/db/consumers/R__consumer_inbox.sql")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

package systems.tasker.events.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleSupplier;
import java.util.function.IntFunction;

import systems.tasker.events.bench.Table.Goal;

/** Look-ups over a large archive, what their indexes cost, and accepting beside a transaction that stays open. */
final class ArchiveBenchmark {

    private static final int CONNECTIONS = 64;
    private static final int TEMPLATES = 10;
    private static final int CALLS = 200;
    private static final double P95 = 0.95;
    private static final double MAX_MILLIS = 100;
    private static final double MIN_RATE = 0.95;
    private static final String DEAD_LETTERS = Database.EVENTS + "_dlq";

    // Events of a month as the service made them, with ids of their own and without the context, which nothing here
    // reads.
    private static final String FILL = """
            with sample as materialized (
                select message #- '{payload,task_sequence_step}' as message, headers, row_number() over () - 1 as number
                from (select message, headers from pgmq.q_benchmark_domain_events limit 100) as sent
            )
            insert into pgmq.%1$s (msg_id, read_ct, enqueued_at, vt, message, headers) overriding system value
            select i, 1, now() - interval '30 days' * (1 - i / %3$d.0), now(),
                   message || jsonb_build_object('event_id', lpad(to_hex(i), 8, '0') || '-0000-7000-8000-' || right(md5(i::text), 12)),
                   headers || jsonb_build_object('correlation_id', 'order-' || i) || %4$s::jsonb
            from generate_series(%2$d, least(%2$d + 99999, %3$d)) as i join sample on number = i %% 100
            """;

    private final Settings settings;
    private final Database database;
    private final LoadGenerator wrk;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Random random = new Random(1);

    ArchiveBenchmark(Settings settings, Database server, LoadGenerator wrk) {
        this.settings = settings;
        this.database = server.sibling("archive");
        this.wrk = wrk;
    }

    void run(Table table) {
        try (var service = Service.start(settings, database, TEMPLATES)) {
            accept(service, settings.warmUp());
            fill();
            indexes(table, service);
            lookUps(table, service);
            idleTransaction(table, service);
        }
    }

    private void fill() {
        var letters = Math.max(1, settings.archived() / 100);
        insert("a_" + Database.EVENTS, settings.archived(), "'{}'");
        insert(
                "q_" + DEAD_LETTERS,
                letters,
                "'{\"dead_letter\": {\"reason\": \"handler_failed\", \"errors\": [\"the ledger is locked\"], \"attempts\": 5}}'");
        // Later messages get ids beyond those of the archive.
        database.clean();
        database.ask("select setval('pgmq.q_benchmark_domain_events_msg_id_seq', " + settings.archived() + ")");
        database.execute("vacuum analyze");
        database.execute("checkpoint");
    }

    private void insert(String table, int messages, String headers) {
        for (int first = 1; first <= messages; first += 100_000) {
            database.execute(FILL.formatted(table, first, messages, headers));
        }
    }

    /** They are on the archive, so only a consumer's archiving pays for them. */
    private void indexes(Table table, Service service) {
        var accepted = new ArrayList<Double>();
        var archived = new ArrayList<Double>();
        var indexed = new ArrayList<Double>();
        var archivedIndexed = new ArrayList<Double>();
        for (int run = 0; run < settings.runs(); run++) {
            database.execute("drop index if exists pgmq.by_correlation_id, pgmq.by_event_id");
            accepted.add(accept(service, settings.run()));
            archived.add(archive());
            database.execute(
                    "create index by_correlation_id on pgmq.a_benchmark_domain_events ((coalesce("
                            + "headers ->> 'correlation_id', message #>> '{metadata,correlation_id}', message ->> 'correlation_id')))");
            database.execute("create index by_event_id on pgmq.a_benchmark_domain_events ((message ->> 'event_id'))");
            indexed.add(accept(service, settings.run()));
            archivedIndexed.add(archive());
        }
        // A search reads the dead letters as well.
        database.execute(
                "create index dead_letters_by_correlation_id on pgmq.q_" + DEAD_LETTERS + " ((coalesce("
                        + "headers ->> 'correlation_id', message #>> '{metadata,correlation_id}', message ->> 'correlation_id')))");
        database.execute("analyze pgmq.a_benchmark_domain_events, pgmq.q_" + DEAD_LETTERS);
        var of = "%,d archived: ".formatted(settings.archived());
        var plain = new Figure(accepted);
        var plainArchive = new Figure(archived);
        table.add(of + "accept, no index on the archive", "results/s", plain);
        table.add(
                of + "accept, two indexes",
                "results/s",
                new Figure(indexed),
                plain.median(),
                Goal.AT_LEAST.of(MIN_RATE));
        table.add(of + "archive, no index", "messages/s", plainArchive);
        table.add(of + "archive, two indexes", "messages/s", new Figure(archivedIndexed), plainArchive.median());
    }

    /** Archives what was accepted, 50 at once as the connector does; messages per second. */
    private double archive() {
        var start = System.nanoTime();
        var messages = Long.parseLong(database.ask("""
                select count(*) from (
                    select pgmq.archive('benchmark_domain_events', ids) from (
                        select array_agg(msg_id) as ids from (
                            select msg_id, row_number() over (order by msg_id) as number
                            from pgmq.q_benchmark_domain_events order by msg_id limit 5000) as waiting
                        group by number / 50) as batch) as archived
                """));
        return messages / seconds(start);
    }

    private void lookUps(Table table, Service service) {
        var of = "%,d archived, p95: ".formatted(settings.archived());
        // A queue has no such index: its messages are read, and accepting has left many.
        var waiting = Long.parseLong(database.ask("select count(*) from pgmq.q_" + Database.EVENTS));
        lookUp(table, of + "events of a correlation id, %,d waiting".formatted(waiting), i -> events(service));
        database.ask("select pgmq.purge_queue('" + Database.EVENTS + "')");
        lookUp(table, of + "events of a correlation id, none waiting", i -> events(service));
        lookUp(
                table,
                of + "a page of dead letters",
                i -> get(
                        service,
                        "/v1/dead-letters/" + DEAD_LETTERS + "?limit=50&after="
                                + random.nextInt(Math.max(1, settings.archived() / 100))));
        lookUp(
                table,
                of + "dry run of a replay by correlation id",
                i -> request(service, "/v1/events/replay")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(
                                "{\"namespace\": \"benchmark\", \"queue\": \"benchmark_domain_events\", \"dry_run\": true, \"correlation_id\": \"order-%d\"}"
                                        .formatted(1 + random.nextInt(settings.archived()))))
                        .build());
    }

    private HttpRequest events(Service service) {
        return get(service, "/v1/events?correlation_id=order-" + (1 + random.nextInt(settings.archived())));
    }

    private void lookUp(Table table, String name, IntFunction<HttpRequest> calls) {
        var figure = new ArrayList<Double>();
        for (int run = 0; run < settings.runs(); run++) {
            var times = new ArrayList<Double>();
            for (int i = 0; i < CALLS; i++) {
                var start = System.nanoTime();
                call(calls.apply(i));
                times.add(seconds(start) * 1e3);
            }
            times.sort(null);
            figure.add(times.get((int) (P95 * CALLS) - 1));
        }
        table.add(name, "ms", new Figure(figure), MAX_MILLIS, Goal.AT_MOST.of(1));
    }

    /** Beside a transaction that is open while messages of half an hour come and go, which leaves a dead row for each. */
    private void idleTransaction(Table table, Service service) {
        var of = "accept, %,d dead rows held by an idle transaction".formatted(2 * settings.backlog());
        try (var idle = database.connect();
                var statement = idle.createStatement()) {
            var things = new LinkedHashMap<String, DoubleSupplier>();
            var undisturbed = new ArrayList<Double>();
            for (int run = 0; run < settings.runs(); run++) {
                undisturbed.add(accept(service, settings.run()));
            }
            idle.setAutoCommit(false);
            statement.execute("select pg_current_xact_id()");
            var began = System.nanoTime();
            churn();
            things.put(of, () -> accept(service, settings.run()));
            var plain = new Figure(undisturbed);
            table.add("accept, no idle transaction", "results/s", plain);
            table.add(
                    of,
                    "results/s",
                    Figure.interleaved(settings.runs(), things).get(of),
                    plain.median(),
                    Goal.AT_LEAST.of(MIN_RATE));
            while (!call(get(service, "/v1/status")).contains("session_stuck")) {
                LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
            }
            table.add("its session named by /v1/status, at the latest", "s", new Figure(List.of(seconds(began))));
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
    }

    /** Sends, reads and archives. */
    private void churn() {
        for (int sent = 0; sent < settings.backlog(); sent += 10_000) {
            database.ask(
                    "select count(*) from pgmq.send_batch('benchmark_domain_events', array(select '{\"n\": 1}'::jsonb"
                            + " from generate_series(1, 10000)))");
            database.ask("select count(*) from pgmq.archive('benchmark_domain_events',"
                    + " array(select msg_id from pgmq.read('benchmark_domain_events', 30, 10000)))");
        }
    }

    private double accept(Service service, Duration time) {
        database.execute("checkpoint");
        return wrk.post(service.url() + AcceptBenchmark.RESULTS, CONNECTIONS, 1, time)
                .rate();
    }

    private static HttpRequest get(Service service, String path) {
        return request(service, path).build();
    }

    private static HttpRequest.Builder request(Service service, String path) {
        return HttpRequest.newBuilder(URI.create(service.url() + path));
    }

    private String call(HttpRequest request) {
        try {
            var answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(
                        request.uri() + " answered " + answer.statusCode() + " " + answer.body());
            }
            return answer.body();
        } catch (IOException broken) {
            throw new IllegalStateException(request.uri().toString(), broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}

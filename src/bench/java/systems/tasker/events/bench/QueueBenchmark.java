package systems.tasker.events.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import systems.tasker.events.bench.Table.Goal;

/** Results from a queue, through the journey, into queues; against the rate at which HTTP brings them. */
final class QueueBenchmark {

    private static final String RESULTS = "worker_step_results";
    private static final List<String> CHANNEL_ON = List.of(
            "-Dmp.messaging.incoming.step-results.enabled=true",
            "-Dmp.messaging.incoming.step-results.batch-size=200",
            "-Dmp.messaging.incoming.step-results.max-concurrency=1000");

    // The text of the load generator's results, so that both bring the same.
    private static final String SEND = """
            with result as (
                select gen_random_uuid()::text as step from generate_series(1, %d)
            )
            select count(*) from pgmq.send_batch('worker_step_results', (select array_agg(jsonb_build_object(
                'step_uuid', step, 'success', true, 'attempt', 1, 'status', 'completed',
                'result', jsonb_build_object('transaction_id', step, 'amount', 10.50, 'note', repeat('lorem ipsum ', 24)),
                'metadata', jsonb_build_object('execution_time_ms', 12, 'worker_id', 'bench'),
                'task_sequence_step', jsonb_build_object(
                    'task', jsonb_build_object(
                        'task', jsonb_build_object('task_uuid', '01890a5d-ac96-774b-bcce-b302099a8057',
                            'correlation_id', '01890a5d-ac96-774b-bcce-b302099a8058', 'context', '{}'::jsonb),
                        'task_name', 'accept', 'task_version', '1.0.0', 'namespace_name', 'benchmark'),
                    'workflow_step', jsonb_build_object(
                        'workflow_step_uuid', step, 'name', 'measured', 'attempts', 1)))) from result))
            """;

    private static final String NOTIFY = "select pg_notify('pgmq.q_worker_step_results.INSERT', '')";
    private static final int SINGLE_MESSAGES = 300;
    private static final Duration BETWEEN_SINGLE_MESSAGES = Duration.ofMillis(20);

    private final Settings settings;
    private final Database database;

    QueueBenchmark(Settings settings, Database database) {
        this.settings = settings;
        this.database = database.sibling("queue");
    }

    /** @param overHttp results per second over HTTP, 64 connections */
    void run(Table table, double overHttp) {
        try (var service = Service.start(settings, database, 1, CHANNEL_ON)) {
            var messages = settings.backlog() / 50;
            var warmUpEnds = System.nanoTime() + settings.warmUp().toNanos();
            while (System.nanoTime() < warmUpEnds) {
                drain(service, messages);
            }
            var rates = new ArrayList<Double>();
            for (int run = 0; run < settings.runs(); run++) {
                rates.add(drain(service, messages));
            }
            table.add(
                    "queue to journey to queue, to (b)", "results/s", new Figure(rates), overHttp, Goal.AT_LEAST.of(1));
            wakeUp(service, table);
        }
    }

    /** Lets so many results wait at once, and takes the time until all of them are accepted. */
    private double drain(Service service, int messages) {
        database.forgetResults();
        database.ask(SEND.formatted(messages));
        var start = System.nanoTime();
        database.ask(NOTIFY);
        awaitAccepted(service, messages);
        return messages / ((System.nanoTime() - start) / 1e9);
    }

    /** One result at a time, from the sender's transaction to the moment in which it is taken. */
    private void wakeUp(Service service, Table table) {
        database.forgetResults();
        database.clearArchive(RESULTS);
        for (int sent = 1; sent <= SINGLE_MESSAGES; sent++) {
            database.ask(NOTIFY + " from (" + SEND.formatted(1) + ") sent");
            LockSupport.parkNanos(BETWEEN_SINGLE_MESSAGES.toNanos());
        }
        awaitAccepted(service, SINGLE_MESSAGES);
        for (var part : List.of(0.5, 0.99)) {
            var millis = database.ask("select percentile_cont(" + part + ") within group"
                    + " (order by extract(epoch from last_read_at - enqueued_at) * 1000) from pgmq.a_" + RESULTS);
            table.add(
                    "from send to being taken, p" + Math.round(part * 100),
                    "ms",
                    new Figure(List.of(Double.parseDouble(millis))));
        }
    }

    private void awaitAccepted(Service service, int messages) {
        while (Integer.parseInt(database.ask("select count(*) from tasker_events.accepted_results")) < messages) {
            service.checkRunning();
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }
}

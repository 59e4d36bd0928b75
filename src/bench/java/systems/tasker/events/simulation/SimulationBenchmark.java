package systems.tasker.events.simulation;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import systems.tasker.events.publisher.PublisherRegistry;
import systems.tasker.events.simulation.Simulator.Side;
import systems.tasker.events.step.AttemptsConvention;
import systems.tasker.events.template.KnownPublishers;
import systems.tasker.events.template.TemplateCatalog;
import systems.tasker.events.template.TemplateSource;

/** Reads and simulates 100,000 results of 1 KB, from a cold start and with a heap of 200 MB. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(jvmArgsAppend = "-Xmx200m")
public class SimulationBenchmark {

    private static final int RESULTS = 100_000;

    private static final String TEMPLATE = """
            name: accept
            namespace_name: benchmark
            version: 1.0.0
            steps:
              - name: measure
                publishes_events:
                  - name: benchmark.accepted
                    schema:
                      type: object
                      required: [transaction_id, amount]
                      properties:
                        transaction_id: {type: string}
                        amount: {type: number, minimum: 0}
                  - name: benchmark.failed
                    condition: failure
            """;

    private static final String RESULT = """
            {"step_uuid": "%1$s", "success": true, "status": "completed",
             "result": {"transaction_id": "txn-%1$s", "amount": 10.50, "note": "%2$s"},
             "metadata": {"execution_time_ms": 12, "worker_id": "worker-1"},
             "task_sequence_step": {
                "task": {"namespace_name": "benchmark", "task_name": "accept", "task_version": "1.0.0",
                         "task": {"task_uuid": "%1$s", "correlation_id": "corr-%1$s"}},
                "workflow_step": {"workflow_step_uuid": "%1$s", "name": "measure", "attempts": 1}}}
            """.replace("\n", " ");

    /** Both journeys of every result, and their comparison. */
    @Benchmark
    public long simulate() {
        var simulator = new Simulator(
                side(TEMPLATE),
                side(TEMPLATE.replace("minimum: 0", "minimum: 11")),
                AttemptsConvention.AFTER_CLAIM,
                Optional.empty(),
                Clock.systemUTC());
        var note = "n".repeat(300);
        var results = LongStream.range(0, RESULTS)
                .mapToObj(i -> RecordedFile.result(RESULT.formatted(new UUID(7, i), note)))
                .iterator();
        var report = simulator.run(results, new SimulationLimits(RESULTS, Duration.ofMinutes(10), 1));
        if (report.events().get(0).changes().get(0).results() != RESULTS) {
            throw new IllegalStateException("Not every result was simulated: " + report);
        }
        return report.input().simulated();
    }

    private static Side side(String template) {
        return new Side(
                TemplateCatalog.of(List.of(TemplateSource.of("accept.yaml", template)), KnownPublishers.any()),
                PublisherRegistry.onCallersThread(List.of(), Clock.systemUTC()));
    }
}

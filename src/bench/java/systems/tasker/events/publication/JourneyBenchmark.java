package systems.tasker.events.publication;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.uuid.Generators;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import systems.tasker.events.fixture.RecordingBus;
import systems.tasker.events.json.Json;
import systems.tasker.events.json.JsonLimits;
import systems.tasker.events.publisher.BasePublisher;
import systems.tasker.events.publisher.PublisherRegistries;
import systems.tasker.events.step.AttemptsConvention;
import systems.tasker.events.step.StepExecutionResult;
import systems.tasker.events.step.TaskSequenceStep;
import systems.tasker.events.template.TemplateCatalogs;
import systems.tasker.events.template.queues.QueuePlan;

/** One event on its way, from the declared condition to the text that goes into its queue, against Jackson writing that very text. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class JourneyBenchmark {

    private static final String TEMPLATE = """
            name: accept
            namespace_name: benchmark
            version: 1.0.0
            steps:
              - name: %s
                handler: {callable: "Benchmark::MeasuredHandler"}
                publishes_events:
                  - name: benchmark.accepted
                    publisher: %s
                    schema:
                      type: object
                      required: [transaction_id, amount]
                      properties:
                        transaction_id: {type: string}
                        amount: {type: number, minimum: 0}
                        note: {type: string}
            """;

    private final Journey byDefault = new Journey("default");
    private final Journey byPublisher = new Journey("benchmark");
    private final ObjectMapper jackson = new ObjectMapper();
    private final JsonNode event = Json.read(byDefault.event());

    /** What Jackson takes to write an event that is made already. */
    @Benchmark
    public String jackson() throws IOException {
        return jackson.writeValueAsString(event);
    }

    /** Condition, default publisher, schema, metadata, JSON. */
    @Benchmark
    public String journey() {
        return byDefault.event();
    }

    /** The same with a custom publisher on the caller's thread, which gets trees of its own. */
    @Benchmark
    public String journeyWithPublisher() {
        return byPublisher.event();
    }

    /** All of it: notification, commit in memory, receipt too. */
    @Benchmark
    public Acceptance wholeResult() {
        return byDefault.result();
    }

    private static final class Journey {

        private final StepResultSubmission submission;
        private final StepRunResolver resolver;
        private final EventEvaluator evaluator;
        private final StepResultProcessor processor;

        Journey(String publisher) {
            var publishers = PublisherRegistries.inline(new CustomPublisher());
            var catalog = TemplateCatalogs.of(publishers, TEMPLATE.formatted("measured", publisher));
            var queues = new QueuePlan(Journeys.NOTIFICATION_QUEUE, catalog.templates());
            var clock = Clock.systemUTC();
            submission = submission();
            resolver = new StepRunResolver(catalog, AttemptsConvention.AFTER_CLAIM);
            evaluator = new EventEvaluator(
                    publishers,
                    new PublishErrors(publishers, new HeapBudget(Long.MAX_VALUE)),
                    queues::hasQueueFor,
                    JsonLimits.DEFAULT,
                    EventForms.FULL,
                    clock,
                    Generators.timeBasedEpochGenerator()::generate);
            processor = Journeys.atomic(
                    catalog,
                    publishers,
                    new NoContexts(),
                    new MemoryLedger(),
                    new RecordingBus(new ArrayList<>()),
                    new PublicationListener() {},
                    clock);
        }

        String event() {
            var run = resolver.inline(submission, submission.inlineContext().orElseThrow());
            var plan = evaluator
                    .evaluate(run, run.declarations().orElseThrow(), new HeapBudget(Long.MAX_VALUE).share())
                    .await()
                    .indefinitely();
            return Json.write(plan.get(0).event().orElseThrow());
        }

        Acceptance result() {
            return processor.process(submission).await().indefinitely();
        }

        private static StepResultSubmission submission() {
            var step = "0198d3c0-0000-7000-8000-000000000001";
            var result = Json.read("""
                    {"step_uuid": "%s", "success": true, "status": "completed",
                     "result": {"transaction_id": "t000000000001", "amount": 10.50, "note": "%s"},
                     "metadata": {"execution_time_ms": 12, "worker_id": "bench"}}
                    """.formatted(step, "lorem ipsum ".repeat(24)));
            var context = Json.read("""
                    {"task": {"task": {"task_uuid": "01890a5d-ac96-774b-bcce-b302099a8057",
                                       "correlation_id": "01890a5d-ac96-774b-bcce-b302099a8058", "context": {}},
                              "task_name": "accept", "task_version": "1.0.0", "namespace_name": "benchmark"},
                     "workflow_step": {"workflow_step_uuid": "%s", "name": "measured", "attempts": 1}}
                    """.formatted(step));
            return new StepResultSubmission(
                    StepExecutionResult.of((com.fasterxml.jackson.databind.node.ObjectNode) result),
                    Optional.of(TaskSequenceStep.of(context, "")),
                    OptionalInt.of(1),
                    "digest");
        }
    }

    private static final class CustomPublisher extends BasePublisher {

        @Override
        public String name() {
            return "benchmark";
        }
    }
}

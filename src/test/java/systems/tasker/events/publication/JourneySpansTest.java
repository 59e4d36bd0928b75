package systems.tasker.events.publication;

import java.util.List;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.SampleStep;
import systems.tasker.events.publication.store.StoreUnavailableException;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JourneySpansTest {

    private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN_ID = "b7ad6b7169203331";
    private static final StepResultSubmission RESULT =
            ProcessorFixture.inlineResult(SampleStep.success("{}"), SampleStep.context(1));

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final ProcessorFixture bench = new ProcessorFixture();

    @Test
    void tracesTheRequestTheJourneyAndTheCommit() {
        traces();

        bench.process(
                RESULT.in(SpanContext.create(TRACE_ID, SPAN_ID, TraceFlags.getSampled(), TraceState.getDefault())));

        var journey = spans("process step_result").get(0);
        var commit = spans("send orchestration_step_results").get(0);
        assertThat(journey.getTraceId()).isEqualTo(TRACE_ID);
        assertThat(journey.getParentSpanId()).isEqualTo(SPAN_ID);
        assertThat(journey.getKind()).isEqualTo(SpanKind.INTERNAL);
        assertThat(commit.getParentSpanId()).isEqualTo(journey.getSpanId());
        assertThat(commit.getKind()).isEqualTo(SpanKind.PRODUCER);
        assertThat(commit.getAttributes().get(stringKey("messaging.system"))).isEqualTo("pgmq");
        assertThat(commit.getAttributes().get(longKey("messaging.batch.message_count")))
                .isEqualTo(3);
        assertThat(commit.getAttributes().get(stringKey("tasker.correlation_id")))
                .isEqualTo("corr-1");
    }

    @Test
    void sendsTheMessagesInTheSpanOfTheirCommit() {
        traces();

        bench.process(RESULT);

        assertThat(bench.ledger.commits.get(0).trace().getSpanId())
                .isEqualTo(spans("send orchestration_step_results").get(0).getSpanId());
    }

    @Test
    void linksAConsumerToItsMessagesSender() {
        traces();
        var sender =
                SpanContext.createFromRemoteParent(TRACE_ID, SPAN_ID, TraceFlags.getSampled(), TraceState.getDefault());

        bench.process(RESULT.in(sender));

        var journey = spans("process step_result").get(0);
        assertThat(journey.getKind()).isEqualTo(SpanKind.CONSUMER);
        assertThat(journey.getLinks())
                .singleElement()
                .satisfies(link -> assertThat(link.getSpanContext()).isEqualTo(sender));
    }

    @Test
    void marksTheFailedSpan() {
        traces();
        bench.ledger.verdicts.add(Uni.createFrom().failure(new StoreUnavailableException("away", null)));

        assertThatThrownBy(() -> bench.process(RESULT)).isInstanceOf(StoreUnavailableException.class);

        assertThat(exporter.getFinishedSpanItems())
                .hasSize(2)
                .allSatisfy(span -> assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR));
    }

    @Test
    void propagatesTheCallersTraceWhenTracingIsOff() {
        var caller =
                SpanContext.createFromRemoteParent(TRACE_ID, SPAN_ID, TraceFlags.getDefault(), TraceState.getDefault());

        bench.process(RESULT.in(caller));

        assertThat(bench.ledger.commits.get(0).trace()).isEqualTo(caller);
    }

    private void traces() {
        bench.tracer = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                .build()
                .get("test");
    }

    private List<SpanData> spans(String name) {
        return exporter.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .toList();
    }
}

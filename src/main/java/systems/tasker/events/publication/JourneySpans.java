package systems.tasker.events.publication;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Uni;

import systems.tasker.events.step.TaskSequenceStep;

/**
 * The spans of a journey: one for the journey, one below it for each commit.
 *
 * <p>Parents are passed explicitly, not taken from the thread, because a journey changes threads and shares its commit with others. With
 * tracing off, nothing is recorded and the caller's trace context is propagated to the messages unchanged.
 */
final class JourneySpans {

    private static final String CORRELATION_ID = "tasker.correlation_id";
    private static final String TASK_UUID = "tasker.task_uuid";
    private static final String STEP_UUID = "tasker.step_uuid";

    private final Tracer tracer;

    JourneySpans(Tracer tracer) {
        this.tracer = tracer;
    }

    /** The span of a journey; a consumer span with a link to the sender when the trace comes from another process. */
    Span journey(StepResultSubmission submission) {
        var caller = submission.trace();
        var builder = tracer.spanBuilder("process step_result").setParent(below(caller));
        if (caller.isRemote()) {
            builder.setSpanKind(SpanKind.CONSUMER).addLink(caller);
        }
        var span = builder.startSpan();
        if (span.isRecording()) {
            span.setAttribute(STEP_UUID, submission.result().stepUuid().toString());
        }
        return span;
    }

    /** The span of a commit; the consumers of its messages link to it. */
    Span commit(StepRun run, String queue, int events) {
        var span = tracer.spanBuilder("send " + queue)
                .setParent(below(run.submission().trace()))
                .setSpanKind(SpanKind.PRODUCER)
                .setAttribute("messaging.system", "pgmq")
                .setAttribute("messaging.operation.name", "send")
                .setAttribute("messaging.destination.name", queue)
                .setAttribute("messaging.batch.message_count", events + 1L)
                .startSpan();
        if (span.isRecording()) {
            span.setAttribute(STEP_UUID, run.result().stepUuid().toString());
            run.context().ifPresent(context -> describe(span, context));
        }
        return span;
    }

    /** Ends a span when some work ends, which must be subscribed to once. */
    <T> Uni<T> during(Span span, Uni<T> work) {
        if (!span.isRecording()) {
            return work;
        }
        return work.onFailure()
                .invoke(failure -> span.setStatus(StatusCode.ERROR)
                        .setAttribute("error.type", failure.getClass().getName()))
                .onTermination()
                .invoke(span::end);
    }

    private static void describe(Span span, TaskSequenceStep context) {
        span.setAttribute(CORRELATION_ID, context.correlationId())
                .setAttribute(TASK_UUID, context.taskUuid().toString());
    }

    private static Context below(SpanContext parent) {
        return Context.root().with(Span.wrap(parent));
    }
}

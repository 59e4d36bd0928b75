package systems.tasker.events.postgres.pgmq;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;

/** The W3C trace context in the headers of messages: {@code traceparent} and {@code tracestate}. Works with tracing off, too. */
public final class TraceHeaders {

    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();

    private TraceHeaders() {}

    /** The trace that a message's sender was in; the root context where its headers name none, or none that is one. */
    public static Context read(ObjectNode headers) {
        return W3C.extract(Context.root(), headers, Getter.INSTANCE);
    }

    /** Writes the trace that a message is sent in, where there is one. */
    public static void write(Context trace, ObjectNode headers) {
        W3C.inject(trace, headers, ObjectNode::put);
    }

    /** Writes the span that a message is sent in, where there is one. */
    public static void write(SpanContext span, ObjectNode headers) {
        if (span.isValid()) {
            write(Context.root().with(Span.wrap(span)), headers);
        }
    }

    private enum Getter implements TextMapGetter<ObjectNode> {
        INSTANCE;

        @Override
        public Iterable<String> keys(ObjectNode headers) {
            return headers::fieldNames;
        }

        @Override
        public String get(ObjectNode headers, String key) {
            return headers.path(key).textValue();
        }
    }
}

package systems.tasker.events.connector;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.smallrye.reactive.messaging.TracingMetadata;

/** The W3C trace context in the headers of messages: {@code traceparent} and {@code tracestate}. */
final class TraceHeaders {

    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();

    private TraceHeaders() {}

    /** The trace that a message's sender was in. */
    static TracingMetadata read(ObjectNode headers) {
        return TracingMetadata.withPrevious(W3C.extract(Context.root(), headers, Getter.INSTANCE));
    }

    /** Writes the trace that a message is sent in, where there is one. */
    static void write(TracingMetadata trace, ObjectNode headers) {
        var context = trace.getCurrentContext() == null ? trace.getPreviousContext() : trace.getCurrentContext();
        if (context != null) {
            W3C.inject(context, headers, ObjectNode::put);
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

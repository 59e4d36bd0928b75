package systems.tasker.events.messaging.results;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.smallrye.reactive.messaging.TracingMetadata;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Finds the trace that a message belongs to. A trace context that is none, as of the W3C's rules, is passed over. */
interface SenderTrace {

    /** The span of a message's sender; an invalid one where it named none. */
    SpanContext of(Message<?> message);

    /** The trace that a connector attached. */
    static SpanContext attached(Message<?> message) {
        return TracingMetadata.fromMessage(message)
                .map(trace -> span(trace.getPreviousContext()))
                .orElseGet(SpanContext::getInvalid);
    }

    static SpanContext span(Context context) {
        return Span.fromContext(context).getSpanContext();
    }
}

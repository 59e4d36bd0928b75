package systems.tasker.events.messaging.results;

import java.nio.charset.StandardCharsets;
import java.util.stream.StreamSupport;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.smallrye.reactive.messaging.TracingMetadata;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import org.apache.kafka.common.header.Headers;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Finds the trace that a message belongs to. A trace context that is none, as of the W3C's rules, is passed over. */
final class SenderTrace {

    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();

    private SenderTrace() {}

    /** The span of a message's sender. */
    static SpanContext of(Message<?> message) {
        var record = message.getMetadata(IncomingKafkaRecordMetadata.class);
        if (record.isPresent()) {
            return span(W3C.extract(Context.root(), record.get().getHeaders(), KafkaGetter.INSTANCE));
        }
        return TracingMetadata.fromMessage(message)
                .map(trace -> span(trace.getPreviousContext()))
                .orElseGet(SpanContext::getInvalid);
    }

    private static SpanContext span(Context context) {
        return Span.fromContext(context).getSpanContext();
    }

    private enum KafkaGetter implements TextMapGetter<Headers> {
        INSTANCE;

        @Override
        public Iterable<String> keys(Headers headers) {
            return () -> StreamSupport.stream(headers.spliterator(), false)
                    .map(header -> header.key())
                    .iterator();
        }

        @Override
        public String get(Headers headers, String key) {
            var header = headers.lastHeader(key);
            return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
        }
    }
}

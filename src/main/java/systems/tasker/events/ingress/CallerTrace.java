package systems.tasker.events.ingress;

import java.nio.charset.StandardCharsets;
import java.util.stream.StreamSupport;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.smallrye.reactive.messaging.TracingMetadata;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import org.apache.kafka.common.header.Headers;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Finds out which trace a result belongs to. A trace context that is none, as of the W3C's rules, is passed over. */
final class CallerTrace {

    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();

    private CallerTrace() {}

    /** The span of a request: the one that Quarkus began for it or, with tracing off, the caller's. */
    static SpanContext of(RoutingContext exchange) {
        var begun = Span.current().getSpanContext();
        return begun.isValid()
                ? begun
                : span(W3C.extract(Context.root(), exchange.request().headers(), HttpGetter.INSTANCE));
    }

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

    private enum HttpGetter implements TextMapGetter<MultiMap> {
        INSTANCE;

        @Override
        public Iterable<String> keys(MultiMap headers) {
            return headers.names();
        }

        @Override
        public String get(MultiMap headers, String key) {
            return headers.get(key);
        }
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

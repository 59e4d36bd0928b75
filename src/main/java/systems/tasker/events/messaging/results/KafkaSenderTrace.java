package systems.tasker.events.messaging.results;

import java.nio.charset.StandardCharsets;
import java.util.stream.StreamSupport;

import jakarta.inject.Singleton;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.quarkus.arc.properties.UnlessBuildProperty;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import org.apache.kafka.common.header.Headers;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Finds the trace in the headers of a record, too: the connector for Kafka attaches none while its own tracing is off. */
@UnlessBuildProperty(name = "tasker.native.minimal", stringValue = "true", enableIfMissing = true)
@Singleton
class KafkaSenderTrace implements SenderTrace {

    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();

    @Override
    public SpanContext of(Message<?> message) {
        return message.getMetadata(IncomingKafkaRecordMetadata.class)
                .map(sent -> SenderTrace.span(W3C.extract(Context.root(), sent.getHeaders(), KafkaGetter.INSTANCE)))
                .orElseGet(() -> SenderTrace.attached(message));
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

package systems.tasker.events.http.results;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;

/** Finds the trace that a request belongs to. A trace context that is none, as of the W3C's rules, is passed over. */
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
}

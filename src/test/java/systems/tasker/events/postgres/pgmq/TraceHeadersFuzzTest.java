package systems.tasker.events.postgres.pgmq;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;

import systems.tasker.events.fixture.Seeds;
import systems.tasker.events.fixture.Seeds.Seed;
import systems.tasker.events.json.Json;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever headers a message has, a trace is found in them only where the W3C says that there is one. */
class TraceHeadersFuzzTest {

    // https://www.w3.org/TR/trace-context/: version 00 ends after the flags, later ones may go on after a dash.
    private static final Pattern TRACE_PARENT = Pattern.compile(
            "(?!ff)(?:00|[0-9a-f]{2}(?=.{53}(-|$)))-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}(-.*)?");

    @Provide
    Arbitrary<ObjectNode> headers() {
        return Seeds.andMutations("headers").map(TraceHeadersFuzzTest::object);
    }

    @Property(seed = Seeds.CHANCE, edgeCases = EdgeCasesMode.FIRST)
    void readsOnlyValidTraceHeaders(@ForAll("headers") ObjectNode headers) {
        var found = span(headers);

        var parent = TRACE_PARENT.matcher(
                headers.path("traceparent").isTextual()
                        ? headers.path("traceparent").textValue()
                        : "");
        if (found.isValid()) {
            assertThat(parent.matches()).as("%s", headers).isTrue();
            assertThat(found.getTraceId()).isEqualTo(parent.group(2));
            assertThat(found.getSpanId()).isEqualTo(parent.group(3));
        } else if (parent.matches()) {
            assertThat(headers.path("traceparent").textValue()).startsWith("00").hasSizeGreaterThan(55);
        }
    }

    @Property(seed = Seeds.CHANCE)
    void roundTripsTraceHeaders(
            @ForAll @Chars({'0', '1', 'a', 'f'}) @StringLength(31) String trace,
            @ForAll @Chars({'0', '1', 'a', 'f'}) @StringLength(15) String span,
            @ForAll byte flags) {
        var written = JsonNodeFactory.instance.objectNode();
        var context = SpanContext.createFromRemoteParent(
                trace + "1",
                span + "1",
                TraceFlags.fromByte(flags),
                TraceState.builder().put("vendor", "a=b").build());

        TraceHeaders.write(context, written);

        assertThat(span(written)).isEqualTo(context);
    }

    @Property(seed = Seeds.CHANCE, edgeCases = EdgeCasesMode.FIRST)
    void removesDeadLetterHeaders(@ForAll("headers") ObjectNode headers) {
        var clean = DeadLetter.removeFrom(headers);
        var dead = new DeadLetter("reason", List.of("why"), Instant.EPOCH, Instant.EPOCH, 1, "queue", Optional.empty());

        assertThat(DeadLetter.removeFrom(dead.addTo(headers))).isEqualTo(clean);
        assertThat(dead.addTo(headers).path(DeadLetter.HEADER).path("reason").textValue())
                .isEqualTo("reason");
    }

    private static SpanContext span(ObjectNode headers) {
        return Span.fromContext(TraceHeaders.read(headers)).getSpanContext();
    }

    /** As a queue hands them out: what is no object is none. */
    private static ObjectNode object(Seed headers) {
        try {
            return Json.read(headers.text()) instanceof ObjectNode object
                    ? object
                    : JsonNodeFactory.instance.objectNode();
        } catch (RuntimeException notJson) {
            return JsonNodeFactory.instance.objectNode();
        }
    }
}

package systems.tasker.events.http.stream;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import systems.tasker.events.event.EventPattern;
import systems.tasker.events.fixture.SampleStep;
import systems.tasker.events.json.Json;
import systems.tasker.events.publication.PublicationOutcome;
import systems.tasker.events.publication.PublicationOutcome.Reason;
import systems.tasker.events.publication.PublicationOutcome.Status;
import systems.tasker.events.schema.SchemaViolation;

import static org.assertj.core.api.Assertions.assertThat;

class StreamReaderTest {

    private static final EventFilter ALL = new EventFilter(null, null, null);
    private static final int CHUNK = 4_096;
    private static final long HEARTBEAT = 1_000;

    private final SseEncoder frames = new SseEncoder("i", event -> event);
    private final EventRing ring = new EventRing(100, Long.MAX_VALUE);
    private final TestSocket socket = new TestSocket();

    @BeforeEach
    void keep() {
        ring.keep();
    }

    @Test
    void writesAnEventAsSubscribersGetIt() {
        var reader = reader(ALL, 1);
        var event = SampleStep.event("payment.processed", TextNode.valueOf("two\nlines \u00e4"));
        ring.append(event);

        var hasMore = reader.advance(0);

        assertThat(socket.received())
                .isEqualTo("id: i-1\nevent: payment.processed\ndata: " + Json.write(event) + "\n\n");
        assertThat(hasMore).isFalse();
    }

    @Test
    void writesOnlyEventsMatchingTheFilter() {
        ring.append(SampleStep.event("payment.processed"));
        ring.append(SampleStep.event("payment.failed"));

        all(reader(new EventFilter(new EventPattern("*.failed"), "pay", "corr-1"), 1));
        all(reader(new EventFilter(null, "shipping", null), 1));
        all(reader(new EventFilter(null, null, "corr-2"), 1));

        assertThat(socket.received()).containsOnlyOnce("event: ").startsWith("id: i-2\nevent: payment.failed\n");
    }

    @Test
    void writesEventsThatWereNotPublishedWithTheirReasonToReadersThatAskForThem() {
        // Given
        ring.append(unpublished("payment.failed", "rejected"));
        ring.append(unpublished("*", "skipped"));
        append(1);

        // When
        all(reader(ALL, 1));
        var ofPublished = ids();
        all(reader(EventFilter.of(null, "pay", "corr-1", "rejected"), 1));
        all(reader(EventFilter.of("payment.*", null, null, "skipped"), 1));
        all(reader(EventFilter.of(null, null, null, "all"), 1));

        // Then
        assertThat(ofPublished).isEqualTo("i-3");
        assertThat(ids()).isEqualTo("i-3 i-1 i-2 i-1 i-2 i-3");
        assertThat(socket.received()).contains("""
                id: i-1
                event: outcome
                data: {"event_name":"payment.failed","outcome":"rejected","reason":"schema","violations":[{"pointer":"/amount",\
                "keyword":"type","message":"number expected"}],"at":"2026-01-02T03:04:05Z","metadata":{"task_uuid":"%s",\
                "step_uuid":"%s","step_name":"charge","namespace":"pay","correlation_id":"corr-1"}}

                """.formatted(SampleStep.TASK_UUID, SampleStep.STEP_UUID));
    }

    /** An event of the sample step that breaks its schema. */
    static UnpublishedEvent unpublished(String name, String outcome) {
        return UnpublishedEvent.of(
                new PublicationOutcome(
                        name,
                        "pay",
                        SampleStep.STEP_UUID,
                        Optional.of(SampleStep.context()),
                        Optional.empty(),
                        Status.valueOf(outcome.toUpperCase(Locale.ROOT)),
                        Optional.of(Reason.SCHEMA),
                        List.of(new SchemaViolation("/amount", "type", "number expected")),
                        Optional.empty(),
                        List.of()),
                SampleStep.NOW);
    }

    @Test
    void resumesBehindTheLastEventId() {
        append(5);

        all(reader(ALL, 4));

        assertThat(ids()).isEqualTo("i-4 i-5");
    }

    @Test
    void reportsAGapOfEvictedEvents() {
        append(150);

        all(reader(ALL, 11));

        assertThat(socket.received())
                .startsWith(
                        "id: i-50\nevent: gap\ndata: {\"reason\":\"passed_over\",\"missed\":40}\n\nid: i-51\nevent: a.b\n");
        assertThat(socket.received()).endsWith("\n\n").contains("id: i-150\n");
    }

    @Test
    void reportsAGapOfEventsThatWereNotKept() {
        ring.forget();
        append(7);
        ring.keep();
        append(1);

        all(reader(ALL, 3));

        assertThat(socket.received())
                .startsWith("id: i-7\nevent: gap\ndata: {\"reason\":\"passed_over\",\"missed\":5}\n\nid: i-8\n");
    }

    @Test
    void stopsAtAFullSocketAndReportsTheGapLater() {
        // Given
        socket.stuck();
        var reader = reader(ALL, 1);

        // When
        for (int i = 0; i < 1_000; i++) {
            append(1);
            all(reader);
        }
        var held = socket.waiting();
        socket.read();
        all(reader);

        // Then
        assertThat(held).isBetween(CHUNK, 3 * CHUNK);
        assertThat(ids()).startsWith("i-1 i-2 ").endsWith(" i-1000").contains(" i-900 i-901 ");
        assertThat(socket.received()).containsOnlyOnce("event: gap");
    }

    @Test
    void writesChunksOfLimitedSize() {
        var reader = reader(ALL, 1);
        append(100);

        var hasMore = reader.advance(0);

        assertThat(hasMore).isTrue();
        assertThat(socket.received().length()).isBetween(CHUNK, 2 * CHUNK);
    }

    @Test
    void sendsHeartbeatsWithTheCurrentId() {
        var reader = reader(new EventFilter(new EventPattern("never.*"), null, null), 1);
        reader.sendPosition(false, 0);
        append(2);

        reader.advance(HEARTBEAT - 1);
        reader.advance(HEARTBEAT);

        assertThat(socket.received()).isEqualTo(":\nid: i-0\n\n:\nid: i-2\n\n");
    }

    @Test
    void reportsAnUnknownGapForALastEventIdOfAnotherInstance() {
        append(3);

        reader(ALL, 4).sendPosition(true, 0);

        assertThat(socket.received())
                .isEqualTo("id: i-3\nevent: gap\ndata: {\"reason\":\"other_instance\",\"missed\":null}\n\n");
    }

    @Test
    void parsesItsOwnEventIds() {
        assertThat(frames.sequence("i-12")).hasValue(12);
        assertThat(frames.sequence("j-12")).isEmpty();
        assertThat(frames.sequence("i-")).isEmpty();
        assertThat(frames.sequence("i-x")).isEmpty();
        assertThat(frames.sequence("")).isEmpty();
    }

    private StreamReader reader(EventFilter filter, long next) {
        return new StreamReader(ring, frames, filter, socket, CHUNK, HEARTBEAT, next);
    }

    private static void all(StreamReader reader) {
        while (reader.advance(0)) {
            // until there is no more, or the socket is full
        }
    }

    private void append(int count) {
        for (int i = 0; i < count; i++) {
            ring.append(SampleStep.event("a.b"));
        }
    }

    private String ids() {
        return String.join(
                " ",
                socket.received()
                        .lines()
                        .filter(line -> line.startsWith("id: "))
                        .map(line -> line.substring(4))
                        .toList());
    }
}

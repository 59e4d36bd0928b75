package systems.tasker.events.http.stream;

import java.util.stream.IntStream;
import java.util.stream.LongStream;

import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.Test;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.fixture.SampleStep;

import static org.assertj.core.api.Assertions.assertThat;

class EventRingTest {

    private static final DomainEvent EVENT = SampleStep.event("payment.processed");
    private static final UnpublishedEvent UNPUBLISHED = StreamReaderTest.unpublished("payment.failed", "rejected");
    private static final long PLENTY = Long.MAX_VALUE;

    @Test
    void numbersEventsInOrder() {
        var ring = keeping(10, PLENTY);

        ring.append(SampleStep.event("a.first"));
        ring.append(SampleStep.event("a.second"));

        assertThat(name(ring, 1)).isEqualTo("a.first");
        assertThat(name(ring, 2)).isEqualTo("a.second");
        assertThat(ring.end()).isEqualTo(3);
    }

    @Test
    void evictsTheOldestEventsOfTheRing() {
        var ring = keeping(3, PLENTY);

        append(ring, 10);

        assertThat(kept(ring)).containsExactly(8L, 9L, 10L);
        assertThat(ring.oldest()).isEqualTo(8);
    }

    @Test
    void evictsEventsToFitALargeOne() {
        var ring = keeping(10, EventWeight.of(EVENT) * 4 + 5_000);
        append(ring, 4);

        ring.append(SampleStep.event("a.large", TextNode.valueOf("x".repeat(6_000))));

        assertThat(kept(ring)).doesNotContain(1L).contains(4L, 5L);
    }

    @Test
    void keepsNoEventLargerThanTheRing() {
        var ring = keeping(10, 5_000);
        append(ring, 1);

        ring.append(SampleStep.event("a.huge", TextNode.valueOf("x".repeat(6_000))));
        append(ring, 1);

        assertThat(kept(ring)).containsExactly(3L);
    }

    @Test
    void numbersEventsWithoutKeepingThem() {
        var ring = new EventRing(10, PLENTY);
        append(ring, 2);
        ring.keep();
        append(ring, 2);
        var keptMeanwhile = kept(ring);

        ring.forget();
        append(ring, 1);

        assertThat(keptMeanwhile).containsExactly(3L, 4L);
        assertThat(kept(ring)).isEmpty();
        assertThat(ring.end()).isEqualTo(6);
        assertThat(ring.oldest()).isEqualTo(6);
    }

    @Test
    void numbersEventsOfManyThreadsWithoutGaps() {
        var ring = keeping(4_000, PLENTY);

        IntStream.range(0, 4_000).parallel().forEach(each -> ring.append(EVENT));

        assertThat(ring.end()).isEqualTo(4_001);
        assertThat(kept(ring)).hasSize(4_000);
    }

    @Test
    void numbersEventsThatWereNotPublishedWhileItKeepsEvents() {
        var ring = new EventRing(10, PLENTY);
        ring.append(UNPUBLISHED);
        ring.keep();
        ring.append(UNPUBLISHED);
        append(ring, 1);

        assertThat(kept(ring)).containsExactly(1L, 2L);
        assertThat(ring.get(1).traits().outcome()).isEqualTo("rejected");
        assertThat(ring.get(2).traits().outcome()).isEqualTo("published");
    }

    private static String name(EventRing ring, long sequence) {
        return ring.get(sequence).traits().name().orElseThrow().value();
    }

    private static EventRing keeping(int maxEvents, long maxBytes) {
        var ring = new EventRing(maxEvents, maxBytes);
        ring.keep();
        return ring;
    }

    private static void append(EventRing ring, int count) {
        for (int i = 0; i < count; i++) {
            ring.append(EVENT);
        }
    }

    private static long[] kept(EventRing ring) {
        return LongStream.range(1, ring.end())
                .filter(sequence -> ring.get(sequence) != null)
                .toArray();
    }
}

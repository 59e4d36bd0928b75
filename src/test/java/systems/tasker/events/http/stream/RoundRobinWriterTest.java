package systems.tasker.events.http.stream;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.SampleStep;

import static org.assertj.core.api.Assertions.assertThat;

class RoundRobinWriterTest {

    private static final int CHUNK = 4_096;

    private final EventRing ring = new EventRing(1_000, Long.MAX_VALUE);
    private final List<TestSocket> sockets =
            Stream.generate(TestSocket::new).limit(3).toList();

    @Test
    void writesUntilAllSocketsAreFull() {
        var rounds = rounds(Long.MAX_VALUE / 2, () -> 0);
        append(50);

        rounds.round();

        assertThat(sockets).allSatisfy(socket -> assertThat(socket.received()).contains("id: i-50\n"));
    }

    @Test
    void skipsReadersWhoseSocketIsFull() {
        // Given
        sockets.get(0).stuck();
        sockets.get(1).stuck();
        var rounds = rounds(Long.MAX_VALUE / 2, () -> 0);

        // When
        for (int i = 0; i < 100; i++) {
            append(50);
            rounds.round();
        }

        // Then
        assertThat(sockets.get(2).received()).contains("id: i-5000\n").doesNotContain("event: gap");
        assertThat(sockets).allSatisfy(socket -> assertThat(socket.waiting()).isLessThan(3 * CHUNK));
    }

    @Test
    void endsARoundAtItsTimeShareAndContinuesWithTheNextReader() {
        // Given a clock on which each look takes one unit
        var clock = new AtomicLong();
        var rounds = rounds(0, clock::getAndIncrement);
        append(1);

        // When
        rounds.round();
        var afterOne = received();
        rounds.round();
        var afterTwo = received();
        rounds.round();

        // Then
        assertThat(afterOne).containsExactly(true, false, false);
        assertThat(afterTwo).containsExactly(true, true, false);
        assertThat(received()).containsExactly(true, true, true);
    }

    @Test
    void removesReadersThatDisconnected() {
        var rounds = new RoundRobinWriter(1, () -> 0);
        var reader = reader(sockets.get(0));
        rounds.add(reader);

        assertThat(rounds.remove(reader)).isTrue();
        assertThat(rounds.remove(reader)).isFalse();
        assertThat(rounds.isEmpty()).isTrue();
    }

    private List<Boolean> received() {
        return sockets.stream().map(socket -> !socket.received().isEmpty()).toList();
    }

    private RoundRobinWriter rounds(long budget, LongSupplier clock) {
        ring.keep();
        var rounds = new RoundRobinWriter(budget, clock);
        sockets.forEach(socket -> rounds.add(reader(socket)));
        return rounds;
    }

    private StreamReader reader(TestSocket socket) {
        return new StreamReader(
                ring,
                new SseEncoder("i", event -> event),
                new EventFilter(null, null, null),
                socket,
                CHUNK,
                Long.MAX_VALUE,
                1);
    }

    private void append(int count) {
        for (int i = 0; i < count; i++) {
            ring.append(SampleStep.event("a.b"));
        }
    }
}

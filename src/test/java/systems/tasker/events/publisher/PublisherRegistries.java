package systems.tasker.events.publisher;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import systems.tasker.events.fixture.SampleStep;

/** Registries of given publishers, for tests of other packages. */
public final class PublisherRegistries {

    private static final Clock CLOCK = Clock.fixed(SampleStep.NOW, ZoneOffset.UTC);

    private PublisherRegistries() {}

    /** Publishers that run on the caller's thread. */
    public static PublisherRegistry inline(BasePublisher... publishers) {
        var classes =
                Arrays.stream(publishers).map(each -> each.getClass().getName()).collect(Collectors.toSet());
        return new PublisherRegistry(
                List.of(publishers),
                new PublisherThreads(classes, Set.of()),
                Optional.empty(),
                limits(Duration.ofSeconds(30), 1, 1),
                CLOCK);
    }

    /** Publishers that run on threads of their own, within a time limit. */
    public static PublisherRegistry onOwnThreads(Duration timeLimit, BasePublisher... publishers) {
        return new PublisherRegistry(
                List.of(publishers),
                new PublisherThreads(Set.of(), Set.of()),
                Optional.empty(),
                limits(timeLimit, 2, 10),
                CLOCK);
    }

    static PublisherLimits limits(Duration timeout, int threads, int queueSize) {
        return new PublisherLimits(timeout, threads, queueSize);
    }
}

package systems.tasker.events.http.simulation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Stream;

import io.quarkus.runtime.ShutdownEvent;
import org.junit.jupiter.api.Test;

import systems.tasker.events.http.SaturatedException;
import systems.tasker.events.publication.store.StoreUnavailableException;
import systems.tasker.events.publisher.PublisherRegistry;
import systems.tasker.events.simulation.NotReplayable;
import systems.tasker.events.simulation.RecordedResult;
import systems.tasker.events.simulation.RecordedResults;
import systems.tasker.events.simulation.SimulationLimits;
import systems.tasker.events.step.AttemptsConvention;
import systems.tasker.events.template.KnownPublishers;
import systems.tasker.events.template.TemplateCatalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static systems.tasker.events.fixture.Waits.await;

class SimulationsTest {

    private static final TemplateCatalog NOTHING = TemplateCatalog.of(List.of(), KnownPublishers.any());

    private final CountDownLatch released = new CountDownLatch(1);

    @Test
    void rejectsASecondSimulationUntilTheFirstHasEnded() throws Exception {
        // Given
        var simulations = simulations(from -> this::heldResults);
        var first = start(simulations);

        // When
        assertThatThrownBy(() -> start(simulations)).isInstanceOf(SaturatedException.class);
        released.countDown();
        awaitEnd(simulations, first.id());

        // Then
        assertThat(start(simulations).id()).isNotEqualTo(first.id());
        assertThat(simulations.find(first.id())).isEmpty();
    }

    @Test
    void reportsWhatWasReadWhenItIsCancelled() throws Exception {
        // Given
        var simulations = simulations(from -> SimulationsTest::endlessResults);
        var id = start(simulations).id();
        await().until(() -> simulations.find(id).orElseThrow().view().read() > 10);

        // When
        simulations.find(id).orElseThrow().cancel();
        awaitEnd(simulations, id);

        // Then
        var view = simulations.find(id).orElseThrow().view();
        assertThat(view.state()).isEqualTo("ended");
        assertThat(view.report().input().ended()).isEqualTo("cancelled");
        assertThat(view.report().input().notReplayable()).containsKey("invalid");
    }

    @Test
    void cancelsTheSimulationWhenTheInstanceStops() throws Exception {
        // Given
        var simulations = simulations(from -> SimulationsTest::endlessResults);
        var id = start(simulations).id();

        // When
        simulations.stop(new ShutdownEvent());

        // Then
        awaitEnd(simulations, id);
    }

    @Test
    void failsWithTheReasonWhenTheDatabaseIsUnavailable() throws Exception {
        // Given
        var simulations = simulations(from -> () -> {
            throw new StoreUnavailableException("The database is unavailable", null);
        });

        // When
        var id = start(simulations).id();
        awaitEnd(simulations, id);

        // Then
        var view = simulations.find(id).orElseThrow().view();
        assertThat(view.state()).isEqualTo("failed");
        assertThat(view.detail()).isEqualTo("The database is unavailable");
    }

    private static SimulationView start(Simulations simulations) {
        return simulations.start(new Simulations.Request(
                NOTHING,
                Duration.ofDays(1),
                Optional.empty(),
                new SimulationLimits(Simulations.MAX_RESULTS, Duration.ofMinutes(10), 1)));
    }

    private static void awaitEnd(Simulations simulations, UUID id) throws Exception {
        await().until(() -> !simulations.find(id).orElseThrow().isRunning());
    }

    private static Simulations simulations(Function<Instant, RecordedResults> recorded) {
        return new Simulations(
                NOTHING,
                PublisherRegistry.onCallersThread(List.of(), Clock.systemUTC()),
                AttemptsConvention.AFTER_CLAIM,
                recorded,
                Clock.systemUTC());
    }

    private Iterator<RecordedResult> heldResults() {
        try {
            released.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return Collections.emptyIterator();
    }

    private static Iterator<RecordedResult> endlessResults() {
        return Stream.generate(() -> RecordedResult.not(NotReplayable.INVALID)).iterator();
    }
}

package systems.tasker.events.bus;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

class SubscriberWorkersTest {

    private static final int MANY = 50;

    private final SubscriberWorkers workers = new SubscriberWorkers();
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void stop() {
        end.countDown();
        workers.stop();
    }

    @Test
    void addsThreadsWhenWorkersBlock() {
        // Given
        var blocked = new CountDownLatch(MANY);
        IntStream.range(0, MANY)
                .forEach(i -> workers.execute(() -> {
                    blocked.countDown();
                    waitForTheEnd();
                }));
        var served = new CountDownLatch(1);

        // When
        workers.execute(served::countDown);

        // Then
        await().untilAsserted(() -> {
            workers.adjustThreads();
            assertThat(blocked.getCount()).isZero();
            assertThat(served.getCount()).isZero();
        });
    }

    private void waitForTheEnd() {
        try {
            end.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void usesAThreadPerCoreForShortTurns() throws InterruptedException {
        // Given
        var names = ConcurrentHashMap.<Long>newKeySet();
        var served = new CountDownLatch(MANY);

        // When
        IntStream.range(0, MANY)
                .forEach(i -> workers.execute(() -> {
                    names.add(Thread.currentThread().getId());
                    served.countDown();
                }));

        // Then
        assertThat(served.await(1, TimeUnit.MINUTES)).isTrue();
        assertThat(names)
                .hasSizeLessThanOrEqualTo(Math.max(2, Runtime.getRuntime().availableProcessors()));
    }
}

package systems.tasker.events.publisher;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OwnThreadsTest {

    private static final Duration PLENTY = Duration.ofSeconds(30);

    private OwnThreads threads = OwnThreads.workers("mine", PublisherRegistries.limits(PLENTY, 1, 1));

    @AfterEach
    void stop() {
        threads.stop();
    }

    @Test
    void interruptsAPublisherAtItsTimeout() throws InterruptedException {
        // Given
        threads = OwnThreads.workers("slow", PublisherRegistries.limits(Duration.ofSeconds(1), 1, 1));
        var interrupted = new CountDownLatch(1);
        Callable<String> overrunning = () -> {
            try {
                new CountDownLatch(1).await();
                return "never";
            } catch (InterruptedException stopped) {
                interrupted.countDown();
                throw stopped;
            }
        };

        // When
        var failure = failureOf(threads, overrunning);

        // Then
        assertThat(failure).isInstanceOf(TimeoutException.class).hasMessageContainingAll("slow", "PT1S");
        assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(threads.call(() -> Thread.currentThread().isInterrupted())
                        .await()
                        .atMost(PLENTY))
                .as("the thread's only next call finds it interrupted")
                .isFalse();
    }

    @Test
    void rejectsACallWhenThreadsAndQueueAreFull() throws Exception {
        // Given
        var entered = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var running = started(() -> {
            entered.countDown();
            release.await();
            return "running";
        });
        assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
        var queued = started(() -> "queued");

        // When
        var refused = failureOf(threads, () -> "one too many");
        var stillRunning = !running.isDone();
        release.countDown();

        // Then
        assertThat(refused).isInstanceOf(RejectedExecutionException.class);
        assertThat(stillRunning).isTrue();
        assertThat(running.get(30, TimeUnit.SECONDS)).isEqualTo("running");
        assertThat(queued.get(30, TimeUnit.SECONDS)).isEqualTo("queued");
    }

    @Test
    void propagatesAnError() {
        var error = new NoClassDefFoundError("somebody/elses/Driver");

        var failure = failureOf(threads, () -> {
            throw error;
        });

        assertThat(failure).isSameAs(error);
        assertThat(threads.call(() -> "next").await().atMost(PLENTY)).isEqualTo("next");
    }

    @Test
    void propagatesACheckedException() {
        var checked = new java.io.IOException("disk");

        assertThat(failureOf(threads, () -> {
                    throw checked;
                }))
                .isSameAs(checked);
    }

    @Test
    void startsAVirtualThreadPerEventUpToTheLimit() throws Exception {
        // Given
        var starter = Executors.newCachedThreadPool();
        threads = OwnThreads.virtual("mine", PublisherRegistries.limits(PLENTY, 1, 1), starter);
        var entered = new CountDownLatch(2);
        var release = new CountDownLatch(1);
        Callable<String> waiting = () -> {
            entered.countDown();
            release.await();
            return "done";
        };

        // When
        var first = started(waiting);
        var second = started(waiting);
        var together = entered.await(30, TimeUnit.SECONDS);
        var refused = failureOf(threads, () -> "one too many");
        release.countDown();

        // Then
        assertThat(together).isTrue();
        assertThat(refused).isInstanceOf(RejectedExecutionException.class).hasMessageContaining("mine");
        assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo("done");
        assertThat(second.get(30, TimeUnit.SECONDS)).isEqualTo("done");
        starter.shutdown();
        assertThat(starter.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    private CompletableFuture<String> started(Callable<String> work) {
        return threads.call(work).subscribeAsCompletionStage();
    }

    private static Throwable failureOf(OwnThreads threads, Callable<?> work) {
        return threads.call(work)
                .onItemOrFailure()
                .transform((item, failure) -> failure)
                .await()
                .atMost(PLENTY);
    }
}

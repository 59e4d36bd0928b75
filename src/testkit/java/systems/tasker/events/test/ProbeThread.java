package systems.tasker.events.test;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Runs publishers on a thread of their own, within their time limit, and sees whether that thread waits meanwhile. */
final class ProbeThread implements AutoCloseable {

    /** What {@code tasker.publisher.timeout} is unless an application sets it. */
    private static final long TIME_LIMIT_SECONDS = 5;

    // Reading a socket is no waiting to the JVM; it shows in time that passes without the thread computing anything.
    private static final Duration NOTICEABLE = Duration.ofMillis(50);
    private static final int COMPUTING_AT_LEAST_A = 4;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        var daemon = new Thread(work, "publisher-probe");
        daemon.setDaemon(true);
        return daemon;
    });

    /**
     * What a call gave.
     *
     * @param value what it returned
     * @param took how long it took
     * @param waited whether the thread waited for anything
     */
    record Observed<T>(T value, Duration took, boolean waited) {}

    /**
     * Runs work that does not throw.
     *
     * @throws TimeoutException when it takes too long; the thread is of no use then
     */
    <T> Observed<T> run(Supplier<T> work) throws TimeoutException {
        var running = thread.submit(() -> observe(work));
        try {
            return running.get(TIME_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException overrun) {
            throw new TimeoutException("it takes longer than " + TIME_LIMIT_SECONDS + " s");
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static <T> Observed<T> observe(Supplier<T> work) {
        var waits = waits();
        var computing = THREADS.getCurrentThreadCpuTime();
        var start = System.nanoTime();
        var value = work.get();
        var took = System.nanoTime() - start;
        var computed = THREADS.getCurrentThreadCpuTime() - computing;
        var idle = took > NOTICEABLE.toNanos() && computed < took / COMPUTING_AT_LEAST_A;
        return new Observed<>(value, Duration.ofNanos(took), idle || waits() > waits);
    }

    private static long waits() {
        return THREADS.getThreadInfo(Thread.currentThread().getId()).getWaitedCount();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}

package systems.tasker.events.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Limits the results that a caller may submit: a bucket of tokens for each, filled evenly, that holds as many as there are for a second.
 *
 * <p>A batch may have more results than its caller has tokens left, and is taken whole; its caller waits all the longer afterwards. Safe
 * to use from any thread.
 */
@Singleton
public class ResultRate {

    // A bucket forgotten is a full one; far more callers than there are workers, so only strangers lose theirs.
    private static final int REMEMBERED = 10_000;
    private static final double NANOS = Duration.ofSeconds(1).toNanos();

    private final int perSecond;
    private final LongSupplier nanoTime;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > REMEMBERED;
        }
    };

    private record Bucket(double tokens, long at) {}

    @Inject
    ResultRate(IngressConfig config) {
        this(config.maxResultsPerSecond(), System::nanoTime);
    }

    /**
     * @param perSecond zero for no limit
     */
    ResultRate(int perSecond, LongSupplier nanoTime) {
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
    }

    /** Whether there is a limit at all; without one the caller need not be identified. */
    public boolean isOn() {
        return perSecond > 0;
    }

    /**
     * Takes a token for one result.
     *
     * @return zero, or how long to wait, at least a second, when there is none; then nothing is taken
     */
    synchronized Duration tryUse(Caller caller) {
        if (!isOn()) {
            return Duration.ZERO;
        }
        var now = nanoTime.getAsLong();
        var tokens = tokens(caller, now);
        if (tokens < 1) {
            return Duration.ofSeconds((long) Math.ceil((1 - tokens) / perSecond));
        }
        buckets.put(caller.identity(), new Bucket(tokens - 1, now));
        return Duration.ZERO;
    }

    /** Takes the tokens for further results, whether there are as many or not. */
    public synchronized void use(Caller caller, int results) {
        if (isOn() && results > 0) {
            var now = nanoTime.getAsLong();
            buckets.put(caller.identity(), new Bucket(tokens(caller, now) - results, now));
        }
    }

    private double tokens(Caller caller, long now) {
        var bucket = buckets.get(caller.identity());
        return bucket == null ? perSecond : Math.min(perSecond, bucket.tokens + (now - bucket.at) / NANOS * perSecond);
    }
}

package systems.tasker.events.storm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How long results were not accepted over switchovers: what PostgreSQL takes, and what the service takes. */
final class SwitchoverTimes {

    private static final double QUANTILE = 0.99;

    private final List<Duration> sincePromotion = new ArrayList<>();
    private final List<Duration> sinceWritable = new ArrayList<>();
    private long promoted;
    private long writable;

    /** The standby is the primary now, and the port leads there. */
    void promoted() {
        promoted = System.nanoTime();
    }

    /** It has a standby, for which its commits wait: only from now on can any succeed. */
    void writable() {
        writable = System.nanoTime();
    }

    /** A result got its 2xx. */
    void accepted() {
        var now = System.nanoTime();
        sincePromotion.add(Duration.ofNanos(now - promoted));
        sinceWritable.add(Duration.ofNanos(now - writable));
    }

    @Override
    public String toString() {
        return "first_2xx_after_promotion_ms=%s p99=%d, of that after there was a standby: %s p99=%d"
                .formatted(millis(sincePromotion), p99(sincePromotion), millis(sinceWritable), p99(sinceWritable));
    }

    private static List<Long> millis(List<Duration> times) {
        return times.stream().map(Duration::toMillis).toList();
    }

    private static long p99(List<Duration> times) {
        return times.stream()
                .sorted()
                .skip((long) Math.ceil(QUANTILE * times.size()) - 1)
                .findFirst()
                .orElseThrow()
                .toMillis();
    }
}

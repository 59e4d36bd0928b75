package systems.tasker.events.postgres.pgmq;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Pauses between attempts that grow up to a limit, each drawn at random below its longest (full jitter), so that what failed together does
 * not come back together.
 *
 * @param first longest pause after the first attempt
 * @param factor what it is multiplied by with each further attempt, at least 1
 * @param max where the multiplying ends
 */
public record Backoff(Duration first, double factor, Duration max) {

    public Backoff {
        if (first.isNegative() || factor < 1 || max.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "Pauses must grow: first=" + first + " factor=" + factor + " max=" + max);
        }
    }

    /** A pause after so many attempts. */
    public Duration after(int attempts) {
        return Duration.ofMillis((long)
                (maxDelay(attempts).toMillis() * ThreadLocalRandom.current().nextDouble()));
    }

    Duration maxDelay(int attempts) {
        var longest = first.toMillis() * Math.pow(factor, Math.max(0, attempts - 1));
        return longest < max.toMillis() ? Duration.ofMillis((long) longest) : max;
    }
}

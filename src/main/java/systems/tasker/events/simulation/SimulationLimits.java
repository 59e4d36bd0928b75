package systems.tasker.events.simulation;

import java.time.Duration;

/**
 * Where a simulation ends.
 *
 * @param maxResults results to simulate
 * @param timeLimit time to spend
 * @param sample every how manieth result is simulated; 1 for all
 */
public record SimulationLimits(long maxResults, Duration timeLimit, int sample) {

    public SimulationLimits {
        if (maxResults < 1 || sample < 1 || timeLimit.isNegative() || timeLimit.isZero()) {
            throw new IllegalArgumentException("Results, time and sample of a simulation must be positive");
        }
    }
}

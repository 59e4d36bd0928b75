package systems.tasker.events.event;

import java.util.UUID;
import java.util.function.LongSupplier;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.UUIDClock;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;

/**
 * Ids that grow: UUIDs of version 7, also while the clock stands still or after it has stepped back (RFC 9562, section 6.2). Thread-safe.
 *
 * <p>The generator counts up within a millisecond, but follows a clock that steps back. So it gets one that waits for the other to catch
 * up.
 */
public final class EventIds {

    private final TimeBasedEpochGenerator generator;

    /** Ids by the clock of the system. */
    public EventIds() {
        this(System::currentTimeMillis);
    }

    EventIds(LongSupplier millis) {
        this.generator = Generators.timeBasedEpochGenerator(null, new ForwardClock(millis));
    }

    /** An id greater than all before it of this instance. */
    public UUID next() {
        return generator.generate();
    }

    /** Never goes back. */
    private static final class ForwardClock extends UUIDClock {

        private final LongSupplier millis;
        private long latest;

        ForwardClock(LongSupplier millis) {
            this.millis = millis;
        }

        @Override
        public synchronized long currentTimeMillis() {
            latest = Math.max(latest, millis.getAsLong());
            return latest;
        }
    }
}

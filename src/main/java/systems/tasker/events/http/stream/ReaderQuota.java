package systems.tasker.events.http.stream;

import java.util.HashMap;
import java.util.Map;

import systems.tasker.events.http.SaturatedException;

/** Counts readers in total and per caller, and limits both. Not thread-safe. */
final class ReaderQuota {

    // Readers keep their connections, so most remain for requests. A reader may hold two chunks and a socket.
    private static final int CONNECTION_SHARE = 10;
    // By name or, without authentication, by address. One caller with a fault leaves the others nine tenths.
    private static final int CALLERS = 10;

    private final Map<String, Integer> readersOf = new HashMap<>();
    private final int max;
    private final int maxPerCaller;
    private int readers;

    /** The quota of an instance with so many connections, of which one caller gets a part, at least one reader. */
    static ReaderQuota of(int connections) {
        var max = Math.max(1, connections / CONNECTION_SHARE);
        return new ReaderQuota(max, Math.max(1, max / CALLERS));
    }

    ReaderQuota(int max, int maxPerCaller) {
        this.max = max;
        this.maxPerCaller = maxPerCaller;
    }

    /**
     * Takes a slot.
     *
     * @throws SaturatedException when the limit of readers, or of readers of this caller, is reached
     */
    void enter(String caller) {
        if (readers >= max) {
            throw new SaturatedException("The limit of readers is reached: this instance has " + readers + ".");
        }
        var own = readersOf.getOrDefault(caller, 0);
        if (own >= maxPerCaller) {
            throw new SaturatedException("The limit of readers is reached: this caller has " + own + ".");
        }
        readersOf.put(caller, own + 1);
        readers++;
    }

    /** Frees the slot of a reader. */
    void leave(String caller) {
        readersOf.computeIfPresent(caller, (name, own) -> own == 1 ? null : own - 1);
        readers--;
    }

    boolean isEmpty() {
        return readers == 0;
    }
}

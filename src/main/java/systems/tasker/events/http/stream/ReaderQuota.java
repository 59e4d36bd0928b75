package systems.tasker.events.http.stream;

import java.util.HashMap;
import java.util.Map;

import systems.tasker.events.http.SaturatedException;

/** How many readers there are, all together and of each caller. Not safe to use from several threads at once. */
final class ReaderQuota {

    private final Map<String, Integer> readersOf = new HashMap<>();
    private final int max;
    private final int maxPerCaller;
    private int readers;

    ReaderQuota(int max, int maxPerCaller) {
        this.max = max;
        this.maxPerCaller = maxPerCaller;
    }

    /** @throws SaturatedException when there are as many readers as may be, or as many of this caller's */
    void enter(String caller) {
        if (readers >= max) {
            throw new SaturatedException("As many readers as this instance takes on, " + readers + ", read already.");
        }
        var own = readersOf.getOrDefault(caller, 0);
        if (own >= maxPerCaller) {
            throw new SaturatedException("As many readers as one caller may have, " + own + ", read already.");
        }
        readersOf.put(caller, own + 1);
        readers++;
    }

    /** Gives the place of a reader back that was let in. */
    void leave(String caller) {
        readersOf.computeIfPresent(caller, (name, own) -> own == 1 ? null : own - 1);
        readers--;
    }

    boolean isEmpty() {
        return readers == 0;
    }
}

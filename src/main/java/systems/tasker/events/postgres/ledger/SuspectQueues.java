package systems.tasker.events.postgres.ledger;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The queues of results that were refused, until a commit to them succeeds; their number is bounded by that of the queues. Thread-safe. */
final class SuspectQueues {

    private final Set<String> queues = ConcurrentHashMap.newKeySet();

    /** Each event queue of a refused result: which one is at fault is not known. */
    void add(PendingCommit refused) {
        refused.events().forEach(event -> queues.add(event.queue()));
    }

    /** These took messages. */
    void clear(Collection<String> working) {
        if (!queues.isEmpty()) {
            queues.removeAll(working);
        }
    }

    /**
     * The batch itself while there are no suspects; otherwise the results without suspects first, and one part for each set of suspects.
     */
    Collection<List<PendingCommit>> partition(List<PendingCommit> batch) {
        if (batch.isEmpty()) {
            return List.of();
        }
        if (queues.isEmpty()) {
            return List.of(batch);
        }
        // By name, so that the empty set is the first.
        return batch.stream()
                .collect(Collectors.groupingBy(
                        member -> member.events().stream()
                                .map(QueuedMessage::queue)
                                .filter(queues::contains)
                                .collect(Collectors.toCollection(TreeSet::new))
                                .toString(),
                        TreeMap::new,
                        Collectors.toList()))
                .values();
    }
}

package systems.tasker.events.simulation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

import systems.tasker.events.simulation.SimulationReport.Change;
import systems.tasker.events.simulation.SimulationReport.EventChanges;

/** Counts the changes of all results; its size depends on the templates and not on the number of results. Not thread-safe. */
final class Tally {

    private static final int MAX_EXAMPLES = 3;
    // Names of fields may come from the data.
    private static final int MAX_PATHS = 100;
    private static final String MORE_PATHS = "(more)";

    private final SortedMap<DeclaredEvent, SortedMap<Key, Count>> changes = new TreeMap<>();

    private record Key(ChangeKind kind, String before, String after) implements Comparable<Key> {

        @Override
        public int compareTo(Key other) {
            var byKind = kind.compareTo(other.kind);
            var byBefore = byKind != 0 ? byKind : before.compareTo(other.before);
            return byBefore != 0 ? byBefore : after.compareTo(other.after);
        }
    }

    private static final class Count {

        private long results;
        private final Map<String, Long> paths = new TreeMap<>();
        private final List<UUID> examples = new ArrayList<>();
    }

    void add(DeclaredEvent event, ChangeKind kind, String before, String after, UUID step, Collection<String> paths) {
        var count = changes.computeIfAbsent(event, first -> new TreeMap<>())
                .computeIfAbsent(new Key(kind, before, after), first -> new Count());
        count.results++;
        if (count.examples.size() < MAX_EXAMPLES) {
            count.examples.add(step);
        }
        for (var path : paths) {
            var known = count.paths.containsKey(path) || count.paths.size() < MAX_PATHS;
            count.paths.merge(known ? path : MORE_PATHS, 1L, Long::sum);
        }
    }

    List<EventChanges> changes() {
        return changes.entrySet().stream()
                .map(entry -> new EventChanges(
                        entry.getKey().namespace(),
                        entry.getKey().template(),
                        entry.getKey().step(),
                        entry.getKey().event(),
                        entry.getValue().entrySet().stream()
                                .map(change -> change(change.getKey(), change.getValue()))
                                .toList()))
                .toList();
    }

    private static Change change(Key key, Count count) {
        return new Change(
                key.kind().label(),
                key.kind().changeClass().label(),
                count.results,
                key.before(),
                key.after(),
                count.paths,
                count.examples);
    }
}

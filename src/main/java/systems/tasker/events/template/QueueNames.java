package systems.tasker.events.template;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import systems.tasker.events.queue.QueueName;

/** How templates spell the names of queues. PGMQ folds them to lower case, so that two spellings are one queue. Not thread-safe. */
final class QueueNames {

    private final Map<QueueName, Spelling> first = new HashMap<>();

    private record Spelling(String name, String file) {}

    /** Another spelling of the same queue by an earlier template, and its file. */
    Optional<String> otherSpelling(String name, String file) {
        var earlier = first.putIfAbsent(new QueueName(name), new Spelling(name, file));
        return Optional.ofNullable(earlier)
                .filter(spelling -> !spelling.name().equals(name))
                .map(spelling -> spelling.name() + " in " + spelling.file());
    }
}

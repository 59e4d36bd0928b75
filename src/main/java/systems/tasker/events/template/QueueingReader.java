package systems.tasker.events.template;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import systems.tasker.events.event.DeliveryMode;
import systems.tasker.events.event.OrderingKey;
import systems.tasker.events.queue.QueueName;
import systems.tasker.events.template.yaml.TemplateNode;

/** Reads the ordering key and the further queues of an event. */
final class QueueingReader {

    private static final int LONGEST_KEY = 255;

    private final String ownQueue;
    private final Optional<Set<String>> existing;
    private final Function<String, Optional<String>> otherSpelling;

    private QueueingReader(
            String namespace, Optional<Set<String>> existing, Function<String, Optional<String>> otherSpelling) {
        this.ownQueue = QueueName.ofEvents(namespace);
        this.existing = existing;
        this.otherSpelling = otherSpelling;
    }

    /** For a template; the queues that it names are created. */
    static QueueingReader ofTemplate(String namespace, String file, QueueNames queues) {
        return new QueueingReader(namespace, Optional.empty(), queue -> queues.otherSpelling(queue, file));
    }

    /** For an inline definition, which may name only existing queues. */
    static QueueingReader ofCaller(String namespace, Set<String> existing) {
        return new QueueingReader(namespace, Optional.of(existing), queue -> Optional.empty());
    }

    Optional<OrderingKey> orderingKey(TemplateNode event, DeliveryMode mode) {
        var key = event.optionalText("ordering_key");
        key.ifPresent(declared -> requireDurable(event, "ordering_key", mode));
        if (key.isPresent() && (key.get().length() > LONGEST_KEY || !OrderingKey.isLegal(key.get()))) {
            event.problem(
                    "ordering_key",
                    key.get(),
                    "is malformed",
                    "point into the payload like '/customer_id', or name a key of the metadata like 'metadata.task_uuid'");
            return Optional.empty();
        }
        return key.map(OrderingKey::new);
    }

    List<String> fanOut(TemplateNode event, DeliveryMode mode) {
        if (event.has("fan_out")) {
            requireDurable(event, "fan_out", mode);
        }
        var queues = new ArrayList<String>();
        var names = new HashSet<QueueName>();
        for (var element : event.each("fan_out")) {
            element.text().ifPresent(queue -> {
                if (names.add(new QueueName(queue))) {
                    check(element, queue);
                } else {
                    element.problem("", queue, "is listed twice", "list each queue once; case makes no difference");
                }
                queues.add(queue);
            });
        }
        return queues;
    }

    private void check(TemplateNode element, String queue) {
        if (!QueueName.isLegal(queue)) {
            element.problem(
                    "",
                    queue,
                    "cannot name a queue",
                    "use letters, digits and underscores, no digit first, at most " + QueueName.MAX_LENGTH);
        } else if (new QueueName(queue).equals(new QueueName(ownQueue))) {
            element.problem("", queue, "is the namespace's own queue", "leave it out, the event goes there anyway");
        } else if (QueueName.isOfDeadLetters(queue)) {
            element.problem(
                    "",
                    queue,
                    "is named like a queue of dead letters",
                    "choose a name without " + QueueName.DEAD_LETTERS + " at its end");
        } else if (new QueueName(queue).isOfResults()) {
            element.problem(
                    "", queue, "is a queue of step results, whose consumer cannot read events", "name another queue");
        } else if (existing.isPresent() && !existing.get().contains(queue)) {
            element.problem("", queue, "is a queue that no template fans out into", "use one of " + existing.get());
        } else {
            otherSpelling
                    .apply(queue)
                    .ifPresent(other -> element.problem(
                            "",
                            queue,
                            "is the queue " + other + ", since case makes no difference",
                            "use one spelling"));
        }
    }

    private static void requireDurable(TemplateNode event, String key, DeliveryMode mode) {
        if (!mode.isDurable()) {
            event.problem(
                    key,
                    "means nothing for an event that goes to no queue",
                    "make it durable or broadcast, or leave " + key + " out");
        }
    }
}

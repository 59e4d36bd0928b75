package systems.tasker.events.http.catalog;

import java.util.Collection;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import systems.tasker.events.event.EventPattern;
import systems.tasker.events.queue.QueueName;
import systems.tasker.events.subscriber.Subscription;
import systems.tasker.events.template.TaskTemplate;

/**
 * Describes declared events as an AsyncAPI 3.0.0 document: where they go, and what is in them.
 *
 * <p>The same templates and subscribers give an identical document, on every replica and after every reload.
 */
final class AsyncApiDocument {

    // No queue has a dash in its name.
    private static final String IN_PROCESS = "in-process";

    private AsyncApiDocument() {}

    /**
     * The document.
     *
     * @param templates the active templates
     * @param subscribers the subscribers of this instance, sorted by name
     */
    static ObjectNode of(Collection<TaskTemplate> templates, Collection<Subscription> subscribers) {
        var events = DocumentedEvent.of(templates);
        var document = JsonNodeFactory.instance.objectNode().put("asyncapi", "3.0.0");
        document.putObject("info")
                .put("title", "Tasker Domain Events")
                .put("version", "1")
                .put("description", "The domain events that the active task templates declare.");
        document.put("defaultContentType", "application/json");
        var channels = document.putObject("channels");
        var operations = document.putObject("operations");
        keysByChannel(events).forEach((name, keys) -> {
            var channel = name.equals(IN_PROCESS) ? inProcess(subscribers) : queue(name);
            var messages = channel.putObject("messages");
            keys.forEach(key -> messages.putObject(key).put("$ref", "#/components/messages/" + key));
            channels.set(name, channel);
            operations
                    .putObject("send-" + name)
                    .put("action", "send")
                    .putObject("channel")
                    .put("$ref", "#/channels/" + name);
        });
        var components = document.putObject("components");
        var messages = components.putObject("messages");
        events.forEach((key, event) -> messages.set(key, AsyncApiMessage.of(event, subscribers)));
        components.set("schemas", AsyncApiMessage.sharedSchemas());
        return document;
    }

    private static SortedMap<String, SortedSet<String>> keysByChannel(SortedMap<String, DocumentedEvent> events) {
        var keys = new TreeMap<String, SortedSet<String>>();
        events.forEach((key, event) -> event.declarations().stream()
                .flatMap(AsyncApiDocument::channels)
                .forEach(channel ->
                        keys.computeIfAbsent(channel, name -> new TreeSet<>()).add(key)));
        return keys;
    }

    private static Stream<String> channels(DocumentedEvent.Declaration declaration) {
        var event = declaration.event();
        var mode = event.deliveryMode();
        var own = QueueName.ofEvents(declaration.template().namespaceName());
        var queues = mode.isDurable() ? Stream.concat(Stream.of(own), event.fanOut().stream()) : Stream.<String>of();
        // PGMQ folds the case: different spellings name the same queue.
        return Stream.concat(
                queues.map(queue -> new QueueName(queue).value()),
                mode.isInProcess() ? Stream.of(IN_PROCESS) : Stream.of());
    }

    private static ObjectNode queue(String name) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("address", name)
                .put("description", "A queue of PGMQ; at least once to its consumers.")
                .put("x-transport", "pgmq")
                .put("x-dead-letter-queue", QueueName.ofDeadLetters(name));
    }

    private static ObjectNode inProcess(Collection<Subscription> subscribers) {
        var channel = JsonNodeFactory.instance
                .objectNode()
                // It has no address: only subscriber beans receive from it.
                .putNull("address")
                .put("description", "Inside each instance of the service; at most once to each of its subscribers.")
                .put("x-transport", IN_PROCESS);
        var list = channel.putArray("x-subscribers");
        for (var subscriber : subscribers) {
            var patterns = list.addObject().put("name", subscriber.name()).putArray("patterns");
            subscriber.patterns().stream().map(EventPattern::value).forEach(patterns::add);
        }
        return channel;
    }
}

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

    private static final String QUEUES = "queues";
    private static final String TO_QUEUE =
            "Sends each event as one message, after or with the commit of the step's result.";
    private static final String TO_SUBSCRIBERS =
            "Delivers each event to the subscribers whose patterns match, after that commit.";

    private AsyncApiDocument() {}

    /**
     * The document.
     *
     * @param templates the active templates
     * @param subscribers the subscribers of this instance, sorted by name
     * @param config what the operator says of the service
     */
    static ObjectNode of(
            Collection<TaskTemplate> templates, Collection<Subscription> subscribers, AsyncApiConfig config) {
        var events = DocumentedEvent.of(templates);
        var document = JsonNodeFactory.instance.objectNode().put("asyncapi", "3.0.0");
        document.set("info", AsyncApiInfo.of(events.values(), config));
        document.put("defaultContentType", "application/json");
        var servers = document.putObject("servers");
        servers.set(QUEUES, AsyncApiInfo.queueServer(config.host()));
        var channels = document.putObject("channels");
        var operations = document.putObject("operations");
        var keysByChannel = keysByChannel(events);
        if (keysByChannel.containsKey(IN_PROCESS)) {
            servers.set(IN_PROCESS, AsyncApiInfo.inProcessServer());
        }
        keysByChannel.forEach((name, keys) -> {
            var channel = name.equals(IN_PROCESS) ? inProcess(subscribers) : queue(name);
            var messages = channel.putObject("messages");
            keys.forEach(key -> messages.putObject(key).put("$ref", "#/components/messages/" + key));
            channels.set(name, channel);
            var operation = operations
                    .putObject("send-" + name)
                    .put("action", "send")
                    .put("description", name.equals(IN_PROCESS) ? TO_SUBSCRIBERS : TO_QUEUE);
            operation.putObject("channel").put("$ref", "#/channels/" + name);
        });
        var components = document.putObject("components");
        var messages = components.putObject("messages");
        var types = TypeNames.of(events.values());
        events.forEach((key, event) -> messages.set(key, AsyncApiMessage.of(event, types.of(event), subscribers)));
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
        return onServer(QUEUES)
                .put("address", name)
                .put("description", "A queue of PGMQ; at least once to its consumers.")
                .put("x-transport", "pgmq")
                .put("x-dead-letter-queue", QueueName.ofDeadLetters(name));
    }

    private static ObjectNode inProcess(Collection<Subscription> subscribers) {
        var channel = onServer(IN_PROCESS)
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

    private static ObjectNode onServer(String name) {
        var channel = JsonNodeFactory.instance.objectNode();
        channel.putArray("servers").addObject().put("$ref", "#/servers/" + name);
        return channel;
    }
}

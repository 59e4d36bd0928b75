package systems.tasker.events.http.catalog;

import java.util.Collection;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What an AsyncAPI document says of the service, beside its events. */
final class AsyncApiInfo {

    private AsyncApiInfo() {}

    static ObjectNode of(Collection<DocumentedEvent> events, AsyncApiConfig config) {
        var info = JsonNodeFactory.instance
                .objectNode()
                .put("title", "Tasker Domain Events")
                .put("version", "1")
                .put("description", "The domain events that the active task templates declare.");
        var contact = config.contact();
        set(info, "contact", "name", contact.name());
        set(info, "contact", "url", contact.url());
        set(info, "contact", "email", contact.email());
        var license = config.license();
        set(info, "license", "name", license.name());
        set(info, "license", "url", license.name().flatMap(name -> license.url()));
        var tags = info.putArray("tags");
        events.stream()
                .map(DocumentedEvent::namespace)
                .distinct()
                .sorted()
                .forEach(namespace -> tags.addObject()
                        .put("name", namespace)
                        .put("description", "Events of the templates in the namespace " + namespace));
        return info;
    }

    /** The PostgreSQL with the queues. */
    static ObjectNode queueServer(Optional<String> host) {
        var server = JsonNodeFactory.instance
                .objectNode()
                .put("host", host.orElse("{host}"))
                .put("protocol", "pgmq")
                .put("description", "The PostgreSQL with the queues, which consumers read with PGMQ.");
        if (host.isEmpty()) {
            server.putObject("variables")
                    .putObject("host")
                    .put("description", "Its host and port; `tasker.asyncapi.host` puts them here.");
        }
        return server;
    }

    /** Each instance of the service. */
    static ObjectNode inProcessServer() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("host", "localhost")
                .put("protocol", "in-process")
                .put("description", "Each instance of the service; there is nothing to connect to.");
    }

    private static void set(ObjectNode info, String part, String field, Optional<String> value) {
        value.ifPresent(text -> info.withObject("/" + part).put(field, text));
    }
}

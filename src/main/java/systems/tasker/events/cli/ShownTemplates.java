package systems.tasker.events.cli;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import systems.tasker.events.template.KnownPublishers;
import systems.tasker.events.template.TemplateCatalog;
import systems.tasker.events.template.TemplateSource;

/** Templates as {@code GET /v1/templates} reports them, read back. */
final class ShownTemplates {

    private static final List<String> RETRY = List.of("max_attempts", "retryable");
    private static final String HANDLER = "handler";

    private ShownTemplates() {}

    /**
     * A catalog of them; JSON is YAML, so they are read as files are.
     *
     * @throws IllegalArgumentException when it is no such response
     */
    static TemplateCatalog catalog(JsonNode shown) {
        if (!shown.isArray()) {
            throw new IllegalArgumentException("is not what GET /v1/templates answers");
        }
        var sources = new ArrayList<TemplateSource>();
        for (var template : shown) {
            template.path("steps").forEach(ShownTemplates::asDeclared);
            sources.add(TemplateSource.of("template " + (sources.size() + 1), template.toString()));
        }
        return TemplateCatalog.of(sources, KnownPublishers.any());
    }

    /** Files nest the handler's name and the attempts. */
    private static void asDeclared(JsonNode step) {
        if (step instanceof ObjectNode object) {
            var handler = object.remove(HANDLER);
            if (handler != null) {
                object.putObject(HANDLER).set("callable", handler);
            }
            var retry = object.putObject("retry");
            RETRY.forEach(key -> {
                var value = object.remove(key);
                if (value != null) {
                    retry.set(key, value);
                }
            });
        }
    }
}

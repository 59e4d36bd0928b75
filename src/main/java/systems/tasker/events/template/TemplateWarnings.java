package systems.tasker.events.template;

import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

import systems.tasker.events.schema.KeywordTypos;
import systems.tasker.events.schema.NearestKey;

/** Finds keys of declared events that mean nothing. Elsewhere in a template unknown keys are normal. */
final class TemplateWarnings {

    private static final Set<String> KEYS = Set.of(
            "name",
            "description",
            "condition",
            "delivery_mode",
            "publisher",
            "schema",
            "version",
            "ordering_key",
            "fan_out");

    private TemplateWarnings() {}

    /** Receives warnings. */
    @FunctionalInterface
    interface Sink {
        void add(String path, String detail, String remedy);
    }

    /** Reports the unknown keys of a template's events, and the typos of their schemas. */
    static void find(JsonNode template, Sink warnings) {
        var steps = template.path("steps");
        for (int step = 0; step < steps.size(); step++) {
            var events = steps.path(step).path("publishes_events");
            for (int i = 0; i < events.size(); i++) {
                ofEvent(events.path(i), "/steps/" + step + "/publishes_events/" + i, warnings);
            }
        }
    }

    private static void ofEvent(JsonNode event, String path, Sink warnings) {
        for (var field : event.properties()) {
            var key = field.getKey();
            if (!KEYS.contains(key)) {
                add(path, key, NearestKey.of(key, KEYS).orElse(""), warnings);
            }
        }
        KeywordTypos.of(event.path("schema"))
                .forEach(typo -> add(path + "/schema" + typo.pointer(), typo.keyword(), typo.nearest(), warnings));
    }

    private static void add(String path, String key, String nearest, Sink warnings) {
        warnings.add(
                path + "/" + key.replace("~", "~0").replace("/", "~1"),
                "'" + key + "' is unknown and ignored",
                nearest.isEmpty() ? "remove it, or correct it" : "did you mean " + nearest + "?");
    }
}

package systems.tasker.events.json;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

/** Spells a tree so that equal trees give equal texts, whatever the order of their keys, and different ones different texts. */
final class CanonicalJson {

    private static final Comparator<Map.Entry<String, JsonNode>> BY_NAME = Map.Entry.comparingByKey();
    private static final int USUAL_LENGTH = 2_048;

    private final StringBuilder text = new StringBuilder(USUAL_LENGTH);

    private CanonicalJson() {}

    public static String of(JsonNode tree) {
        var canonical = new CanonicalJson();
        canonical.write(tree);
        return canonical.text.toString();
    }

    private void write(JsonNode node) {
        if (node.isObject()) {
            var fields = new ArrayList<>(node.properties());
            fields.sort(BY_NAME);
            text.append('{').append(fields.size()).append(':');
            for (var field : fields) {
                token('k', field.getKey());
                write(field.getValue());
            }
        } else if (node.isArray()) {
            text.append('[').append(node.size()).append(':');
            node.forEach(this::write);
        } else {
            token((char) ('a' + node.getNodeType().ordinal()), node.asText());
        }
    }

    /** A kind, a length and a text: no text can look like the beginning of another token. */
    private void token(char kind, String value) {
        text.append(kind).append(value.length()).append(':').append(value);
    }
}

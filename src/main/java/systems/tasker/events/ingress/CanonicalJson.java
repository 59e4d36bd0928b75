package systems.tasker.events.ingress;

import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.JsonNode;

/** Spells a tree so that equal trees give equal bytes, and different ones different bytes. */
final class CanonicalJson {

    private final Consumer<byte[]> out;

    CanonicalJson(Consumer<byte[]> out) {
        this.out = out;
    }

    void write(JsonNode node) {
        if (node.isObject()) {
            var fields = new TreeMap<String, JsonNode>();
            node.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
            token('{', Integer.toString(fields.size()));
            fields.forEach((name, value) -> {
                token('k', name);
                write(value);
            });
        } else if (node.isArray()) {
            token('[', Integer.toString(node.size()));
            node.forEach(this::write);
        } else {
            token((char) ('a' + node.getNodeType().ordinal()), node.asText());
        }
    }

    /** A kind, a length and a text: no text can look like the beginning of another token. */
    private void token(char kind, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        out.accept((kind + Integer.toString(bytes.length) + ':').getBytes(StandardCharsets.US_ASCII));
        out.accept(bytes);
    }
}

package systems.tasker.events.messaging.connector;

import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import systems.tasker.events.json.Json;

/** The payloads a channel may have on its way to and from the JSON of a queue. */
final class JsonPayload {

    private JsonPayload() {}

    /**
     * The JSON text of a payload: a {@code String} and a {@code byte[]} are JSON text already, trees of Jackson and Vert.x are written.
     *
     * @throws IllegalArgumentException for any other type
     */
    static String text(Object payload) {
        if (payload instanceof String text) {
            return text;
        } else if (payload instanceof byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        } else if (payload instanceof JsonNode || payload instanceof JsonObject || payload instanceof JsonArray) {
            return payload.toString();
        }
        throw new IllegalArgumentException(
                "A queue takes JSON as String, byte[], JsonNode, JsonObject or JsonArray, not "
                        + (payload == null ? "null" : payload.getClass().getName()));
    }

    /** Whether a channel may ask for a type. */
    static boolean canBe(Class<?> type) {
        return type == byte[].class || type == JsonNode.class || type == JsonObject.class;
    }

    /**
     * The payload of a text as a type.
     *
     * @throws RuntimeException when the text is no such JSON
     */
    static Object of(String text, Class<?> type) {
        if (type == byte[].class) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        return type == JsonObject.class ? new JsonObject(text) : Json.read(text);
    }
}

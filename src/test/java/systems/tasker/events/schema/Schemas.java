package systems.tasker.events.schema;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Makes schemas as templates have them, small steps from one to the next, and documents after them. For one thread. */
public final class Schemas {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> NAMES = List.of("a", "b", "c", "d");
    private static final List<String> TYPES =
            List.of("string", "integer", "number", "boolean", "null", "array", "object");
    private static final int DEEPEST = 3;

    private final Random random;

    public Schemas(Random random) {
        this.random = random;
    }

    public ObjectNode schema() {
        return object(0);
    }

    private ObjectNode any(int depth) {
        if (depth < DEEPEST && random.nextInt(3) == 0) {
            return random.nextInt(3) == 0 ? alternatives(depth) : object(depth);
        }
        var type = TYPES.get(random.nextInt(depth < DEEPEST ? 6 : 5));
        var schema = JSON.objectNode().put("type", type);
        switch (type) {
            case "string" -> restrict(schema, "minLength", "maxLength");
            case "integer", "number" -> restrict(schema, "minimum", "maximum");
            case "array" -> restrict(schema, "minItems", "maxItems").set("items", any(depth + 1));
            default -> {
                // Nothing more to say of it.
            }
        }
        if (random.nextInt(8) == 0) {
            schema.removeAll().putArray("enum").add("x").add(random.nextInt(3)).add(random.nextBoolean());
        }
        return schema;
    }

    private ObjectNode restrict(ObjectNode schema, String lower, String upper) {
        if (random.nextInt(3) == 0) {
            schema.put(lower, random.nextInt(3));
        }
        if (random.nextInt(3) == 0) {
            schema.put(upper, 2 + random.nextInt(3));
        }
        return schema;
    }

    private ObjectNode alternatives(int depth) {
        var schema = JSON.objectNode();
        var list = schema.putArray("anyOf");
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            list.add(any(depth + 1));
        }
        return schema;
    }

    private ObjectNode object(int depth) {
        var schema = JSON.objectNode().put("type", "object");
        var properties = schema.putObject("properties");
        var required = JSON.arrayNode();
        for (var name : NAMES) {
            if (random.nextInt(2) == 0) {
                properties.set(name, any(depth + 1));
                if (random.nextInt(2) == 0) {
                    required.add(name);
                }
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        switch (random.nextInt(6)) {
            case 0 -> schema.put("additionalProperties", false);
            case 1 -> schema.set("additionalProperties", any(depth + 1));
            default -> {
                // Anything may come besides.
            }
        }
        return schema;
    }

    /** The same with one to three things changed somewhere, which mostly breaks readers and sometimes not. */
    public ObjectNode changed(ObjectNode schema) {
        var changed = schema.deepCopy();
        for (int i = random.nextInt(3); i >= 0; i--) {
            change(somewhere(changed));
        }
        return changed;
    }

    private ObjectNode somewhere(ObjectNode schema) {
        var parts = new ArrayList<ObjectNode>();
        collect(schema, parts);
        return parts.get(random.nextInt(parts.size()));
    }

    /** The schemas within one; not the maps of them. */
    private static void collect(JsonNode schema, List<ObjectNode> parts) {
        if (schema instanceof ObjectNode object) {
            parts.add(object);
            object.path("properties").forEach(property -> collect(property, parts));
            object.path("anyOf").forEach(alternative -> collect(alternative, parts));
            collect(object.path("items"), parts);
            collect(object.path("additionalProperties"), parts);
        }
    }

    private void change(ObjectNode schema) {
        var name = NAMES.get(random.nextInt(NAMES.size()));
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> schema.withObject("/properties").set(name, any(2));
            case 3 -> schema.withObject("/properties").remove(name);
            case 4, 5 -> schema.withArray("/required").add(name);
            case 6 -> schema.remove("required");
            case 7 -> schema.put("additionalProperties", random.nextBoolean());
            case 8 -> schema.put("description", "x");
            default -> schema.setAll(any(DEEPEST));
        }
        // Listed twice, it is no schema.
        if (schema.path("required") instanceof ArrayNode required && required.size() > 1) {
            var distinct = new TreeSet<String>();
            required.forEach(each -> distinct.add(each.textValue()));
            distinct.forEach(schema.putArray("required")::add);
        }
    }

    /** A document that has, where the schema is about objects, properties it knows; whether it is valid is for others to say. */
    public JsonNode document(JsonNode schema) {
        if (schema.has("anyOf")) {
            return document(
                    schema.get("anyOf").get(random.nextInt(schema.get("anyOf").size())));
        }
        if (schema.has("enum")) {
            return schema.get("enum").get(random.nextInt(schema.get("enum").size()));
        }
        return switch (schema.path("type").asText(schema.has("properties") ? "object" : "string")) {
            case "string" -> JSON.textNode("x".repeat(between(schema, "minLength", "maxLength")));
            case "integer" -> JSON.numberNode(between(schema, "minimum", "maximum"));
            case "number" ->
                JSON.numberNode(new BigDecimal(between(schema, "minimum", "maximum"))
                        .add(new BigDecimal(random.nextInt(2)).movePointLeft(1)));
            case "boolean" -> JSON.booleanNode(random.nextBoolean());
            case "array" -> {
                var array = JSON.arrayNode();
                for (int i = between(schema, "minItems", "maxItems"); i > 0; i--) {
                    array.add(document(schema.path("items")));
                }
                yield array;
            }
            case "object" -> object(schema);
            default -> JSON.nullNode();
        };
    }

    private ObjectNode object(JsonNode schema) {
        var object = JSON.objectNode();
        var required = schema.path("required");
        for (var property : schema.path("properties").properties()) {
            if (random.nextInt(3) > 0) {
                object.set(property.getKey(), document(property.getValue()));
            }
        }
        required.forEach(name -> {
            if (!object.has(name.textValue())) {
                var declared = schema.path("properties").path(name.textValue());
                object.set(
                        name.textValue(),
                        document(declared.isMissingNode() ? schema.path("additionalProperties") : declared));
            }
        });
        if (schema.path("additionalProperties").isObject()) {
            object.set("other", document(schema.get("additionalProperties")));
        }
        return object;
    }

    private int between(JsonNode schema, String lower, String upper) {
        int least = schema.path(lower).asInt(0);
        int most = Math.max(least, schema.path(upper).asInt(least + 2));
        // Sometimes beyond.
        return Math.max(0, least + random.nextInt(most - least + 2));
    }
}

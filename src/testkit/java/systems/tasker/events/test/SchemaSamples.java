package systems.tasker.events.test;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Documents after a JSON Schema: a usual one first, then at and beyond the borders of each keyword, one place at a time, so that their
 * number grows with the schema and not with the power of it.
 *
 * <p>Whether a document keeps the schema is not decided here: patterns and combinations are beyond a generator this small.
 */
final class SchemaSamples {

    // A schema that refers to itself has no end.
    private static final int DEEPEST = 5;
    private static final int LONGEST_TEXT = 10_000;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final JsonNode root;

    private SchemaSamples(JsonNode root) {
        this.root = root;
    }

    /** A document, and in a few words what is special about it. */
    record Sample(String about, JsonNode document) {

        Sample within(String place, UnaryOperator<JsonNode> around) {
            return new Sample(place + (about.startsWith("/") ? "" : " ") + about, around.apply(document));
        }
    }

    static List<Sample> of(JsonNode schema) {
        return new SchemaSamples(schema).samples(schema, 0);
    }

    private List<Sample> samples(JsonNode declared, int depth) {
        var schema = resolved(declared);
        if (depth > DEEPEST) {
            return List.of(new Sample("(too deep)", JSON.nullNode()));
        }
        var samples = new ArrayList<Sample>();
        for (var keyword : List.of("examples", "enum")) {
            schema.path(keyword).forEach(value -> samples.add(new Sample(value + " of its " + keyword, value)));
        }
        if (schema.has("const")) {
            samples.add(new Sample("its constant", schema.get("const")));
        }
        for (var keyword : List.of("oneOf", "anyOf")) {
            schema.path(keyword).forEach(choice -> samples.addAll(samples(choice, depth + 1)));
        }
        types(schema).forEach(type -> samples.addAll(ofType(type, schema, depth)));
        return samples.isEmpty() ? List.of(new Sample("any text", JSON.textNode("text"))) : samples;
    }

    private List<Sample> ofType(String type, JsonNode schema, int depth) {
        return switch (type) {
            case "object" -> objects(schema, depth);
            case "array" -> arrays(schema, depth);
            case "string" -> texts(schema);
            case "number", "integer" -> numbers(schema, type.equals("integer"));
            case "boolean" ->
                List.of(new Sample("true", JSON.booleanNode(true)), new Sample("false", JSON.booleanNode(false)));
            default -> List.of(new Sample("null", JSON.nullNode()));
        };
    }

    private List<Sample> objects(JsonNode schema, int depth) {
        var usual = JSON.objectNode();
        var properties = new LinkedHashMap<String, List<Sample>>();
        schema.path("properties")
                .properties()
                .forEach(property -> properties.put(property.getKey(), samples(property.getValue(), depth + 1)));
        properties.forEach((name, values) -> usual.set(name, values.get(0).document()));
        schema.path("required").forEach(name -> {
            if (!usual.has(name.asText())) {
                usual.put(name.asText(), "text");
            }
        });
        var samples = new ArrayList<Sample>();
        samples.add(new Sample("a usual one", usual));
        properties.forEach((name, values) -> values.stream()
                .skip(1)
                .map(sample -> sample.within("/" + name, value -> with(usual, name, value)))
                .forEach(samples::add));
        usual.fieldNames().forEachRemaining(name -> {
            samples.add(new Sample("/" + name + " missing", with(usual, name, MissingNode.getInstance())));
            samples.add(new Sample("/" + name + " null", with(usual, name, JSON.nullNode())));
            samples.add(new Sample("/" + name + " of another type", with(usual, name, otherType(usual.get(name)))));
        });
        samples.add(new Sample("an unknown field", with(usual, "unheard_of", JSON.textNode("text"))));
        return samples;
    }

    private List<Sample> arrays(JsonNode schema, int depth) {
        var items = schema.has("items")
                ? samples(schema.get("items"), depth + 1)
                : List.of(new Sample("text", JSON.textNode("text")));
        var fewest = Math.max(1, schema.path("minItems").asInt(1));
        var samples = new ArrayList<Sample>();
        samples.add(new Sample("a usual list", list(items.get(0).document(), fewest)));
        samples.add(new Sample("an empty list", JSON.arrayNode()));
        samples.add(new Sample("a longer list", list(items.get(0).document(), fewest + 1)));
        items.stream()
                .skip(1)
                .map(item -> item.within(
                        "/0", value -> ((ArrayNode) list(items.get(0).document(), fewest)).set(0, value)))
                .forEach(samples::add);
        return samples;
    }

    private static List<Sample> texts(JsonNode schema) {
        var shortest = schema.path("minLength").asInt(0);
        var longest = Math.min(schema.path("maxLength").asInt(LONGEST_TEXT), LONGEST_TEXT);
        var usual = switch (schema.path("format").asText()) {
            case "date-time" -> "2026-01-02T03:04:05Z";
            case "date" -> "2026-01-02";
            case "time" -> "03:04:05Z";
            case "uuid" -> "0198d3c0-0000-7000-8000-000000000001";
            case "email" -> "user@example.com";
            case "uri" -> "https://example.com/somewhere";
            default -> "text".repeat(1 + shortest / 4).substring(0, Math.min(longest, Math.max(4, shortest)));
        };
        return List.of(
                new Sample("a usual text", JSON.textNode(usual)),
                new Sample("its shortest text", JSON.textNode("x".repeat(shortest))),
                new Sample("a text too short", JSON.textNode("x".repeat(Math.max(0, shortest - 1)))),
                new Sample("its longest text", JSON.textNode("x".repeat(longest))),
                new Sample("a longer text", JSON.textNode("x".repeat(longest + 1))),
                new Sample("a text of blanks", JSON.textNode(" ".repeat(Math.max(1, shortest)))),
                new Sample("quotes and line ends", JSON.textNode("\"it's\" \\ <b>\n{}")),
                new Sample("letters from everywhere", JSON.textNode("Zürich 北京 \uD83D\uDCB6")));
    }

    private static List<Sample> numbers(JsonNode schema, boolean whole) {
        var step = schema.path("multipleOf").isNumber()
                ? schema.get("multipleOf").decimalValue()
                : whole ? BigDecimal.ONE : new BigDecimal("0.01");
        var candidates = new ArrayList<BigDecimal>();
        var borders = new ArrayList<BigDecimal>();
        for (var keyword : List.of("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum")) {
            if (schema.path(keyword).isNumber()) {
                var border = schema.get(keyword).decimalValue();
                borders.addAll(List.of(border, border.subtract(step), border.add(step)));
            }
        }
        // The usual one has to be between the borders, wherever those are.
        var from = schema.has("minimum") ? schema.get("minimum") : schema.path("exclusiveMinimum");
        var to = schema.has("maximum") ? schema.get("maximum") : schema.path("exclusiveMaximum");
        candidates.add(
                from.isNumber()
                        ? from.decimalValue().add(step)
                        : to.isNumber() ? to.decimalValue().subtract(step) : step);
        candidates.addAll(borders);
        candidates.addAll(List.of(BigDecimal.ZERO, step.negate(), BigDecimal.valueOf(42)));
        // One more than a double can count, and digits that a double would not keep.
        candidates.add(new BigDecimal("9007199254740993"));
        candidates.add(whole ? new BigDecimal("9223372036854775808") : new BigDecimal("49.90"));
        return candidates.stream()
                .distinct()
                .map(number -> new Sample(number.toPlainString(), DecimalNode.valueOf(number)))
                .toList();
    }

    private List<String> types(JsonNode schema) {
        var type = schema.path("type");
        if (type.isTextual()) {
            return List.of(type.textValue());
        }
        if (type.isArray()) {
            var types = new ArrayList<String>();
            type.forEach(each -> types.add(each.asText()));
            return types;
        }
        if (schema.has("properties") || schema.has("required")) {
            return List.of("object");
        }
        return schema.has("items") ? List.of("array") : List.of();
    }

    /** The schema itself, with what it refers to and what all of its parts ask for drawn together. */
    private JsonNode resolved(JsonNode declared) {
        var schema = declared.isObject() ? (ObjectNode) declared : JSON.objectNode();
        for (int hops = 0; hops < DEEPEST && schema.path("$ref").asText().startsWith("#"); hops++) {
            var target = root.at(schema.get("$ref").asText().substring(1));
            schema = target.isObject() ? (ObjectNode) target : JSON.objectNode();
        }
        if (!schema.has("allOf")) {
            return schema;
        }
        var all = schema.deepCopy();
        all.remove("allOf");
        for (var declaredPart : schema.get("allOf")) {
            var part = (ObjectNode) resolved(declaredPart);
            var properties = all.withObject("/properties");
            part.path("properties").properties().forEach(entry -> properties.set(entry.getKey(), entry.getValue()));
            part.path("required").forEach(all.withArray("/required")::add);
            part.properties().stream()
                    .filter(entry -> !all.has(entry.getKey()))
                    .forEach(entry -> all.set(entry.getKey(), entry.getValue()));
        }
        return all;
    }

    private static JsonNode with(ObjectNode usual, String name, JsonNode value) {
        var copy = usual.deepCopy();
        return value.isMissingNode() ? copy.without(name) : copy.set(name, value);
    }

    private static JsonNode list(JsonNode item, int size) {
        var list = JSON.arrayNode();
        for (int i = 0; i < size; i++) {
            list.add(item);
        }
        return list;
    }

    private static JsonNode otherType(JsonNode value) {
        return value.isTextual() ? JSON.numberNode(7) : JSON.textNode("text");
    }
}

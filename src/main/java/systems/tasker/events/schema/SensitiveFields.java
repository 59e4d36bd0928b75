package systems.tasker.events.schema;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * The fields that a schema marks with {@code x-sensitive: true}; they are masked in documents shown to people.
 *
 * <p>Masks too much rather than too little: all branches of {@code anyOf} or {@code if} count, whether they apply or not, and so does an
 * unresolvable reference. Documents are copied, never changed. Thread-safe.
 */
public final class SensitiveFields {

    /** The replacement of a value. */
    public static final JsonNode MASK = TextNode.valueOf("***");

    private static final String KEYWORD = "x-sensitive";
    private static final Set<String> NO = Set.of("", "false", "no", "off", "n");
    private static final int MAX_MATCH_STEPS = 10_000;
    private static final List<String> BRANCHES = List.of("allOf", "anyOf", "oneOf");
    private static final List<String> CONDITIONS = List.of("if", "then", "else");
    private static final List<String> REFERENCES = List.of("$ref", "$dynamicRef", "$recursiveRef");
    private static final List<String> OTHER_PROPERTIES = List.of("additionalProperties", "unevaluatedProperties");
    private static final List<String> ELEMENTS =
            List.of("items", "prefixItems", "additionalItems", "unevaluatedItems", "contains");

    private final JsonNode schema;
    private final boolean isEmpty;
    private final Set<String> names = new LinkedHashSet<>();

    private SensitiveFields(JsonNode schema) {
        this.schema = schema;
        this.isEmpty = schema.findValues(KEYWORD).stream().noneMatch(SensitiveFields::isMark);
        if (!isEmpty) {
            collectNames(schema);
        }
    }

    /** The sensitive fields of a declared schema. */
    public static SensitiveFields of(JsonNode schema) {
        return new SensitiveFields(schema);
    }

    /** Whether no field is marked. */
    public boolean isEmpty() {
        return isEmpty;
    }

    /** The names of marked properties. */
    public Set<String> names() {
        return Collections.unmodifiableSet(names);
    }

    /** A copy of a document with sensitive values masked; the document itself when it has none. */
    public JsonNode masked(JsonNode document) {
        return isEmpty ? document : masked(List.of(schema), document);
    }

    private JsonNode masked(Collection<JsonNode> rules, JsonNode value) {
        var all = withReferenced(rules);
        if (all.stream().anyMatch(SensitiveFields::isSensitive)) {
            return MASK;
        }
        if (all.isEmpty() || !value.isContainerNode()) {
            return value;
        }
        if (value.isArray()) {
            var elements = JsonNodeFactory.instance.arrayNode(value.size());
            var inside = all.stream().flatMap(SensitiveFields::ofElements).toList();
            value.forEach(element -> elements.add(masked(inside, element)));
            return elements;
        }
        var fields = JsonNodeFactory.instance.objectNode();
        value.properties().forEach(field -> {
            var inside = all.stream()
                    .flatMap(rule -> ofProperty(rule, field.getKey()))
                    .toList();
            fields.set(field.getKey(), masked(inside, field.getValue()));
        });
        return fields;
    }

    /** Schemas and all others that apply to the same value. Each occurs once, so that cycles end. */
    private Set<JsonNode> withReferenced(Collection<JsonNode> rules) {
        Set<JsonNode> all = Collections.newSetFromMap(new IdentityHashMap<>());
        var open = new ArrayDeque<>(rules);
        while (!open.isEmpty()) {
            var rule = open.pop();
            if (all.add(rule)) {
                BRANCHES.forEach(name -> rule.path(name).forEach(open::push));
                CONDITIONS.stream().filter(rule::has).map(rule::get).forEach(open::push);
                rule.path("dependentSchemas").forEach(open::push);
                REFERENCES.stream()
                        .filter(rule::has)
                        .map(rule::get)
                        .map(this::target)
                        .forEach(open::push);
            }
        }
        return all;
    }

    private static boolean isSensitive(JsonNode rule) {
        return rule.isMissingNode() || isMark(rule.path(KEYWORD));
    }

    /** YAML 1.1 had more words for true, and quotes are easily added; none of them must leave a value unmasked. */
    private static boolean isMark(JsonNode value) {
        return value.isTextual() ? !NO.contains(value.textValue().toLowerCase(Locale.ROOT)) : value.asBoolean();
    }

    private static Stream<JsonNode> ofElements(JsonNode rule) {
        return ELEMENTS.stream()
                .filter(rule::has)
                .map(rule::get)
                // Each schema of a list is for one position; all of them count for any position.
                .flatMap(found -> found.isArray() ? each(found) : Stream.of(found));
    }

    private static Stream<JsonNode> ofProperty(JsonNode rule, String name) {
        var own = rule.path("properties").path(name);
        var byPattern = rule.path("patternProperties").properties().stream()
                .filter(pattern -> mayMatch(pattern.getKey(), name))
                .map(Map.Entry::getValue);
        var other = own.isMissingNode()
                ? OTHER_PROPERTIES.stream().filter(rule::has).map(rule::get)
                : Stream.of(own);
        return Stream.concat(byPattern, other);
    }

    private static boolean mayMatch(String regex, String name) {
        try {
            var pattern = new MeteredRegularExpressions().getRegularExpression(regex);
            return EvaluationBudget.within(MAX_MATCH_STEPS, budget -> pattern.matches(name));
        } catch (EvaluationBudget.UsedUp | PatternSyntaxException | StackOverflowError unknown) {
            return true;
        }
    }

    /** The target of a reference; missing when it is not in this schema. */
    private JsonNode target(JsonNode reference) {
        var parts = reference.asText().split("#", 2);
        if (!parts[0].isEmpty() && !parts[0].equals(schema.path("$id").asText())) {
            return schema.path("not in this schema");
        }
        var fragment = parts.length == 1 ? "" : URLDecoder.decode(parts[1].replace("+", "%2B"), StandardCharsets.UTF_8);
        if (fragment.isEmpty()) {
            return schema;
        }
        return fragment.startsWith("/")
                ? schema.at(JsonPointer.compile(fragment))
                : schema.findParents("$anchor").stream()
                        .filter(rule -> rule.path("$anchor").asText().equals(fragment))
                        .findFirst()
                        .orElseGet(() -> schema.path("not in this schema"));
    }

    private void collectNames(JsonNode part) {
        part.path("properties").properties().forEach(property -> {
            if (withReferenced(List.of(property.getValue())).stream().anyMatch(SensitiveFields::isSensitive)) {
                names.add(property.getKey());
            }
        });
        part.forEach(this::collectNames);
    }

    private static Stream<JsonNode> each(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}

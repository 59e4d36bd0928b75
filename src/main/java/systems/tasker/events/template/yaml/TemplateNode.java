package systems.tasker.events.template.yaml;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;

import systems.tasker.events.json.StorableText;

/** A node of a template that is converted to types; reports problems with its path. */
public final class TemplateNode {

    /** The document of a node: receives its problems, and knows how its values are written. */
    @FunctionalInterface
    public interface Document {
        void add(String path, String detail, String remedy);

        /** The prefix of the detail of an invalid value: the value itself, to identify it in a file with many. */
        default String quoted(String value) {
            return "'" + value + "' ";
        }

        /** The text of a value as the document writes it. */
        default String written(String path, JsonNode value) {
            return value.asText();
        }

        /** The values that the versions of YAML read differently, by their paths. */
        default Map<String, String> ambiguous() {
            return Map.of();
        }
    }

    private final JsonNode node;
    private final String path;
    private final Document problems;

    public TemplateNode(JsonNode node, String path, Document problems) {
        this.node = node;
        this.path = path;
        this.problems = problems;
    }

    public JsonNode node(String key) {
        return node.path(key);
    }

    public TemplateNode at(String key) {
        return new TemplateNode(node.path(key), path + "/" + key, problems);
    }

    /** The elements of a list; a missing or null list is empty. */
    public List<TemplateNode> each(String key) {
        var list = node.path(key);
        if (list.isMissingNode() || list.isNull()) {
            return List.of();
        }
        if (!list.isArray()) {
            problem(key, "must be a list", "start each entry with '- '");
            return List.of();
        }
        var elements = new TemplateNode[list.size()];
        Arrays.setAll(elements, i -> new TemplateNode(list.get(i), path + "/" + key + "/" + i, problems));
        return List.of(elements);
    }

    public String requiredText(String key, int maxLength) {
        var text = optionalText(key).orElse("");
        if (node.path(key).isContainerNode()) {
            return text;
        }
        if (text.isBlank()
                && node.has(key)
                && !problems.written(path + "/" + key, node.get(key)).isBlank()) {
            problem(key, "is null", "quote it to make it a text");
        } else if (text.isBlank()) {
            problem(key, "is missing", "add a text of 1 to " + maxLength + " characters");
        } else if (text.length() > maxLength) {
            problem(key, "is " + text.length() + " characters long", "use at most " + maxLength);
        }
        return text;
    }

    /** A text as the document writes it; an unquoted {@code 1.10} or {@code true} is one, too. */
    public Optional<String> optionalText(String key) {
        var value = node.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (value.isContainerNode()) {
            problem(key, "must be a text", "write a single value");
            return Optional.empty();
        }
        var text = problems.written(path + "/" + key, value);
        reportUnstorable(key, StorableText.isStorable(text));
        return Optional.of(text);
    }

    /** The text of this node; reports a problem when it is none. */
    public Optional<String> text() {
        if (node.isContainerNode() || node.isNull()) {
            problem("", "must be a text", "write a single value; quote it to make it a text");
            return Optional.empty();
        }
        var text = problems.written(path, node);
        reportUnstorable("", StorableText.isStorable(text));
        return Optional.of(text);
    }

    /** Names and texts become part of events and receipts, a schema's values part of the violations. */
    public void reportUnstorable(String key, boolean isStorable) {
        if (!isStorable) {
            problem(
                    key,
                    "holds a zero byte or half a surrogate pair, which PostgreSQL cannot store",
                    "leave that character out");
        }
    }

    /** Whether a key has a value. */
    public boolean has(String key) {
        return node.hasNonNull(key);
    }

    public int count(String key, int otherwise) {
        var value = node.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        reportAmbiguous(key);
        if (!value.isInt() || value.intValue() < 0) {
            problem(key, "must be a whole number of at least 0", "leave it out for " + otherwise);
            return otherwise;
        }
        return value.intValue();
    }

    public boolean flag(String key, boolean otherwise) {
        var value = node.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.isBoolean()) {
            problem(key, "must be true or false, without quotes", "leave it out for " + otherwise);
        }
        return value.asBoolean(otherwise);
    }

    public <E extends Enum<E>> E choice(String key, E otherwise, Function<E, String> label) {
        var text = optionalText(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        var choices = otherwise.getDeclaringClass().getEnumConstants();
        for (var choice : choices) {
            if (label.apply(choice).equals(text.get())) {
                return choice;
            }
        }
        problem(
                key,
                text.get(),
                "is unknown",
                "use one of " + Arrays.stream(choices).map(label).collect(Collectors.joining(", ")));
        return otherwise;
    }

    /** Whether this is a map; reports a problem when it is not. */
    public boolean isMap() {
        if (!node.isObject()) {
            problems.add(path, "must be a map of keys and values", "write 'key: value' lines");
        }
        return node.isObject();
    }

    /** Reports the values at and below a key that the versions of YAML read differently. */
    public void reportAmbiguous(String key) {
        var at = path + "/" + key;
        problems.ambiguous().forEach((where, text) -> {
            if (where.equals(at) || where.startsWith(at + "/")) {
                problems.add(
                        where,
                        problems.quoted(text) + "is ambiguous: YAML 1.1 and 1.2 read it differently",
                        "quote it to make it a text, or write a plain decimal number");
            }
        });
    }

    /** A problem at a path below this. */
    public void problemAt(String below, String detail, String remedy) {
        problems.add(path + below, detail, remedy);
    }

    public void problem(String key, String value, String detail, String remedy) {
        problem(key, problems.quoted(value) + detail, remedy);
    }

    public void problem(String key, String detail, String remedy) {
        problems.add(key.isEmpty() ? path : path + "/" + key, (key.isEmpty() ? "" : key + " ") + detail, remedy);
    }
}

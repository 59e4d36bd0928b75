package systems.tasker.events.template;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;

/** A node of a template that is converted to types; reports problems with its path. */
final class TemplateNode {

    /** Receives problems. */
    @FunctionalInterface
    interface Problems {
        void add(String path, String detail, String remedy);

        /** The prefix of the detail of an invalid value: the value itself, to identify it in a file with many. */
        default String quoted(String value) {
            return "'" + value + "' ";
        }
    }

    private final JsonNode node;
    private final String path;
    private final Problems problems;

    TemplateNode(JsonNode node, String path, Problems problems) {
        this.node = node;
        this.path = path;
        this.problems = problems;
    }

    JsonNode node(String key) {
        return node.path(key);
    }

    TemplateNode at(String key) {
        return new TemplateNode(node.path(key), path + "/" + key, problems);
    }

    /** The elements of a list; a missing or null list is empty. */
    List<TemplateNode> each(String key) {
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

    String requiredText(String key, int maxLength) {
        var text = optionalText(key).orElse("");
        if (node.path(key).isContainerNode()) {
            return text;
        }
        if (text.isBlank()) {
            problem(key, "is missing", "add a text of 1 to " + maxLength + " characters");
        } else if (text.length() > maxLength) {
            problem(key, "is " + text.length() + " characters long", "use at most " + maxLength);
        }
        return text;
    }

    /** A text; numbers count as text, because YAML takes an unquoted 1.0 for one. */
    Optional<String> optionalText(String key) {
        var value = node.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (value.isContainerNode()) {
            problem(key, "must be a text", "write a single value");
            return Optional.empty();
        }
        return Optional.of(value.asText());
    }

    /** The text of this node; reports a problem when it is none. */
    Optional<String> text() {
        if (!node.isTextual()) {
            problem("", "must be a text", "write a single value");
        }
        return Optional.ofNullable(node.textValue());
    }

    /** Whether a key has a value. */
    boolean has(String key) {
        return node.hasNonNull(key);
    }

    int count(String key, int otherwise) {
        var value = node.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.isInt() || value.intValue() < 1) {
            problem(key, "must be a whole number of at least 1", "leave it out for " + otherwise);
            return otherwise;
        }
        return value.intValue();
    }

    boolean flag(String key, boolean otherwise) {
        var value = node.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.isBoolean()) {
            problem(key, "must be true or false", "leave it out for " + otherwise);
        }
        return value.asBoolean(otherwise);
    }

    <E extends Enum<E>> E choice(String key, E otherwise, Function<E, String> label) {
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
    boolean isMap() {
        if (!node.isObject()) {
            problems.add(path, "must be a map of keys and values", "write 'key: value' lines");
        }
        return node.isObject();
    }

    /** A problem at a path below this. */
    void problemAt(String below, String detail, String remedy) {
        problems.add(path + below, detail, remedy);
    }

    void problem(String key, String value, String detail, String remedy) {
        problem(key, problems.quoted(value) + detail, remedy);
    }

    void problem(String key, String detail, String remedy) {
        problems.add(key.isEmpty() ? path : path + "/" + key, (key.isEmpty() ? "" : key + " ") + detail, remedy);
    }
}

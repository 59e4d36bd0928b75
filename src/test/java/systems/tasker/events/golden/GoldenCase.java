package systems.tasker.events.golden;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One thing that is tried out.
 *
 * @param file where it is
 * @param name what is to be seen
 * @param exchanges the requests, in order
 * @param check the arguments of the program where that is tried, and no request
 * @param surroundings what is different meanwhile
 * @param values what {@code ${name}} stands for
 * @param part what of the service answers it and a minimal build leaves out; empty for what every build has
 */
record GoldenCase(
        GoldenFile file,
        String name,
        List<Exchange> exchanges,
        List<String> check,
        Surroundings surroundings,
        Map<String, String> values,
        String part) {

    /** The parts that a minimal build leaves out and that cases ask; page "Deploy" lists them all. */
    private static final Set<String> PARTS = Set.of("", "OpenAPI", "tokens");

    GoldenCase {
        if (!PARTS.contains(part)) {
            throw new IllegalArgumentException(name + ": no part of the service is called " + part);
        }
    }

    /**
     * What is different while a case runs, and is undone afterwards.
     *
     * @param needs a publisher without which the case says nothing
     * @param lacks a publisher with which the case says nothing
     * @param sql what the database is told before
     * @param undo what it is told afterwards
     * @param holding what a transaction does that is open meanwhile
     * @param templates files that are in the templates' folder meanwhile
     */
    record Surroundings(
            String needs, String lacks, String sql, String undo, String holding, Map<String, String> templates) {}

    static GoldenCase of(GoldenFile file, String name, JsonNode said, JsonNode all) {
        var values = texts(all.path("values"));
        values.putAll(texts(said.path("values")));
        var exchanges = new ArrayList<Exchange>();
        var part = text(said, "part");
        if (said.has("check")) {
            return new GoldenCase(
                    file, name, exchanges, list(said.path("check")), surroundings(said), Map.copyOf(values), part);
        }
        exchanges.add(Exchange.of(said, all));
        said.path("then")
                .forEach(next ->
                        exchanges.add(next.has("sql") ? Exchange.ofSql(text(next, "sql")) : Exchange.of(next, all)));
        return new GoldenCase(file, name, exchanges, List.of(), surroundings(said), Map.copyOf(values), part);
    }

    private static Surroundings surroundings(JsonNode said) {
        return new Surroundings(
                text(said, "needs"),
                text(said, "lacks"),
                text(said, "sql"),
                text(said, "undo"),
                text(said, "holding"),
                texts(said.path("templates")));
    }

    private static List<String> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    static String text(JsonNode node, String key) {
        return node.hasNonNull(key) ? node.get(key).asText() : "";
    }

    /** Texts by name; null for one that is to be left out. */
    static Map<String, String> texts(JsonNode object) {
        var texts = new LinkedHashMap<String, String>();
        object.properties()
                .forEach(field -> texts.put(
                        field.getKey(),
                        field.getValue().isNull() ? null : field.getValue().asText()));
        return texts;
    }

    @Override
    public String toString() {
        return file.area() + ": " + name;
    }
}

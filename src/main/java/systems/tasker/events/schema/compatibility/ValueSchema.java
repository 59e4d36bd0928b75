package systems.tasker.events.schema.compatibility;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * The schemas that apply to one value together, found by resolving {@code $ref} and flattening {@code allOf}.
 */
final class ValueSchema {

    private final SchemaDocument document;
    private final JsonPointer place;
    private final Map<JsonPointer, SubSchema> parts = new LinkedHashMap<>();
    private final Set<JsonPointer> chosen;

    /**
     * @param document the document of the schemas
     * @param said the schemas that apply; none when there are no rules
     * @param place their path, or where they would be
     */
    ValueSchema(SchemaDocument document, Collection<SubSchema> said, JsonPointer place) {
        this(document, said, place, Set.of());
    }

    private ValueSchema(
            SchemaDocument document, Collection<SubSchema> said, JsonPointer place, Set<JsonPointer> chosen) {
        this.document = document;
        this.place = place;
        this.chosen = chosen;
        var seen = new HashSet<JsonPointer>();
        said.forEach(statement -> add(statement, seen));
    }

    static ValueSchema of(SchemaDocument document) {
        return new ValueSchema(document, List.of(document.root()), JsonPointer.empty());
    }

    /** Adds a schema or its parts. A schema without rules is omitted, so that otherwise equal values do not differ. */
    private void add(SubSchema statement, Set<JsonPointer> seen) {
        if (!statement.exists() || !seen.add(statement.path())) {
            return;
        }
        var target = reference(statement).flatMap(document::follow);
        var isOnlyAReference = target.isPresent() && document.ignoresWhatIsBesideReferences();
        if (!isOnlyAReference
                && (statement.isFalse() || keywords(statement).findAny().isPresent())) {
            parts.put(statement.path(), statement);
        }
        target.ifPresent(leadsTo -> add(leadsTo, seen));
        if (!isOnlyAReference) {
            elements(statement.at("allOf")).forEach(part -> add(part, seen));
        }
    }

    private static Optional<String> reference(SubSchema statement) {
        return Optional.ofNullable(statement.schema().path("$ref").textValue());
    }

    /** The elements of a list; empty when there is none. */
    static List<SubSchema> elements(SubSchema list) {
        var elements = new ArrayList<SubSchema>();
        for (int i = 0; i < list.schema().size(); i++) {
            elements.add(list.at(i));
        }
        return elements;
    }

    SchemaDocument document() {
        return document;
    }

    /** Its path. */
    String path() {
        return place.toString();
    }

    /** The path of a keyword, or where it would be. */
    String path(String keyword) {
        return all(keyword)
                .findFirst()
                .map(SubSchema::path)
                .orElseGet(() -> place.appendProperty(keyword))
                .toString();
    }

    /** The schemas with this keyword. */
    Stream<SubSchema> parts() {
        return parts.values().stream();
    }

    /** Its identity within the document. */
    Identity identity() {
        return new Identity(Set.copyOf(parts.keySet()), chosen);
    }

    /** The paths of all schemas and of the alternatives to choose from. */
    record Identity(Set<JsonPointer> parts, Set<JsonPointer> chosen) {}

    /** The values of a keyword, one per schema that has it. */
    Stream<SubSchema> all(String keyword) {
        return parts().map(part -> part.at(keyword))
                .filter(statement -> statement.exists() && !chosen.contains(statement.path()));
    }

    boolean has(String keyword) {
        return all(keyword).findAny().isPresent();
    }

    /** The distinct values of a keyword, numbers compared by value. */
    List<JsonNode> values(String keyword) {
        return all(keyword).map(SubSchema::schema).distinct().toList();
    }

    /** Whether it allows no value. */
    boolean isNever() {
        return parts().anyMatch(SubSchema::isFalse);
    }

    /** Whether it has no rules. */
    boolean isSilent() {
        return !isNever() && keywords().isEmpty();
    }

    /** The keywords with rules, sorted, without the flattened ones. */
    Set<String> keywords() {
        return parts().flatMap(this::keywords).collect(Collectors.toCollection(TreeSet::new));
    }

    private Stream<String> keywords(SubSchema part) {
        return part.schema().properties().stream()
                .map(field -> part.at(field.getKey()))
                .filter(statement -> !chosen.contains(statement.path()) && !isDecomposed(statement))
                .map(SubSchema::keyword)
                .filter(keyword -> !Keywords.isAnnotation(keyword));
    }

    private boolean isDecomposed(SubSchema statement) {
        return statement.keyword().equals("allOf")
                || statement.keyword().equals("$ref")
                        && document.follow(statement.schema().asText()).isPresent();
    }

    /** The same with one alternative, whose path it then has. */
    ValueSchema choosing(SubSchema alternatives, SubSchema one) {
        var made = new HashSet<>(chosen);
        made.add(alternatives.path());
        return with(one, made);
    }

    /** The same once for each alternative; unchanged when there are none. */
    List<ValueSchema> splitBy(List<SubSchema> statements) {
        return statements.isEmpty()
                ? List.of(this)
                : statements.stream().map(one -> with(one, chosen)).toList();
    }

    private ValueSchema with(SubSchema more, Set<JsonPointer> choices) {
        var said = new ArrayList<>(parts.values());
        said.add(more);
        return new ValueSchema(document, said, more.path(), Set.copyOf(choices));
    }
}

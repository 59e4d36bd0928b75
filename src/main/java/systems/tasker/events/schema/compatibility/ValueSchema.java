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
 * All that is said about one value: schemas which have to hold together, found by following {@code $ref} and taking {@code allOf} apart.
 */
final class ValueSchema {

    private final SchemaDocument document;
    private final JsonPointer place;
    private final Map<JsonPointer, SubSchema> parts = new LinkedHashMap<>();
    private final Set<JsonPointer> chosen;

    /**
     * @param document where the statements are from
     * @param said the schemas that hold together; none when nothing is said
     * @param place where they are, or would be
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

    /** Takes a schema in, or what it consists of; one that says nothing itself must not make two otherwise equal values differ. */
    private void add(SubSchema statement, Set<JsonPointer> seen) {
        if (!statement.isThere() || !seen.add(statement.path())) {
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

    /** The elements of a list, or none when it is not there. */
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

    /** Where it is. */
    String path() {
        return place.toString();
    }

    /** Where a keyword is, or would be. */
    String path(String keyword) {
        return all(keyword)
                .findFirst()
                .map(SubSchema::path)
                .orElseGet(() -> place.appendProperty(keyword))
                .toString();
    }

    /** The schemas that say it. */
    Stream<SubSchema> parts() {
        return parts.values().stream();
    }

    /** What makes it the same as another one of its document. */
    Identity identity() {
        return new Identity(Set.copyOf(parts.keySet()), chosen);
    }

    /** The places of all that is said, and of the alternatives among which the choice is made. */
    record Identity(Set<JsonPointer> parts, Set<JsonPointer> chosen) {}

    /** What a keyword says, once per schema that has it. */
    Stream<SubSchema> all(String keyword) {
        return parts().map(part -> part.at(keyword))
                .filter(statement -> statement.isThere() && !chosen.contains(statement.path()));
    }

    boolean has(String keyword) {
        return all(keyword).findAny().isPresent();
    }

    /** The distinct values of a keyword, numbers compared by what they are worth. */
    List<JsonNode> values(String keyword) {
        return all(keyword).map(SubSchema::schema).distinct().toList();
    }

    /** Whether it allows nothing. */
    boolean isNever() {
        return parts().anyMatch(SubSchema::isFalse);
    }

    /** Whether it says nothing about the value. */
    boolean isSilent() {
        return !isNever() && keywords().isEmpty();
    }

    /** The keywords that say something, sorted; those that were taken apart are not among them. */
    Set<String> keywords() {
        return parts().flatMap(this::keywords).collect(Collectors.toCollection(TreeSet::new));
    }

    private Stream<String> keywords(SubSchema part) {
        return part.schema().properties().stream()
                .map(field -> part.at(field.getKey()))
                .filter(statement -> !chosen.contains(statement.path()) && !isTakenApart(statement))
                .map(SubSchema::keyword)
                .filter(keyword -> !Keywords.isAnnotation(keyword));
    }

    private boolean isTakenApart(SubSchema statement) {
        return statement.keyword().equals("allOf")
                || statement.keyword().equals("$ref")
                        && document.follow(statement.schema().asText()).isPresent();
    }

    /** The same with one of some alternatives, which is where it is then found. */
    ValueSchema choosing(SubSchema alternatives, SubSchema one) {
        var made = new HashSet<>(chosen);
        made.add(alternatives.path());
        return with(one, made);
    }

    /** The same once for each of some statements, which hold one at a time; just the same when there are none. */
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

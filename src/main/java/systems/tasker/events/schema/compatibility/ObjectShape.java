package systems.tasker.events.schema.compatibility;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The schemas of the properties of an object. A property without a schema does not exist. */
record ObjectShape(ValueSchema schema) {

    private static final String PROPERTIES = "properties";
    private static final String REQUIRED = "required";
    private static final String PATTERNS = "patternProperties";
    private static final String OTHERS = "additionalProperties";

    /** The properties declared by name, without those declared {@code false}. */
    Set<String> names() {
        return keys(PROPERTIES).stream()
                .filter(name -> schema.all(PROPERTIES)
                        .noneMatch(properties -> properties.at(name).isFalse()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The regular expressions of {@code patternProperties}. */
    Set<String> patterns() {
        return keys(PATTERNS);
    }

    private Set<String> keys(String keyword) {
        return schema.all(keyword)
                .flatMap(map -> map.schema().properties().stream())
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The required properties. */
    Set<String> required() {
        return schema.all(REQUIRED)
                .flatMap(list -> ValueSchema.elements(list).stream())
                .map(name -> name.schema().asText())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The schema of a property, by its name, a pattern or for all others; empty when there is none or it is {@code false}. */
    Optional<ValueSchema> property(String name) {
        var said = new ArrayList<SubSchema>();
        schema.parts().forEach(part -> {
            int before = said.size();
            add(said, part.at(PROPERTIES).at(name));
            part.at(PATTERNS).schema().properties().stream()
                    .map(Map.Entry::getKey)
                    .filter(pattern -> matches(pattern, name))
                    .forEach(pattern -> add(said, part.at(PATTERNS).at(pattern)));
            if (said.size() == before && part.at(OTHERS).schema().isObject()) {
                said.add(part.at(OTHERS));
            }
        });
        return view(said);
    }

    /** The schema of the properties whose names match a regular expression. */
    Optional<ValueSchema> pattern(String pattern) {
        return view(schema.all(PATTERNS)
                .map(patterns -> patterns.at(pattern))
                .filter(SubSchema::exists)
                .toList());
    }

    /** The schema of all other properties, if it is more than true or false. */
    Optional<ValueSchema> others() {
        return view(
                schema.all(OTHERS).filter(others -> others.schema().isObject()).toList());
    }

    /** The path where a property is declared, or where it is required if not declared. */
    String path(String name) {
        return Stream.concat(
                        schema.all(PROPERTIES).map(properties -> properties.at(name)),
                        schema.all(REQUIRED)
                                .flatMap(list -> ValueSchema.elements(list).stream())
                                .filter(element -> element.schema().asText().equals(name)))
                .filter(SubSchema::exists)
                .findFirst()
                .map(statement -> statement.path().toString())
                .orElseGet(() -> schema.path(PROPERTIES));
    }

    private Optional<ValueSchema> view(List<SubSchema> said) {
        return said.isEmpty()
                ? Optional.empty()
                : Optional.of(new ValueSchema(
                                schema.document(), said, said.get(0).path()))
                        .filter(property -> !property.isNever());
    }

    private static void add(List<SubSchema> said, SubSchema statement) {
        if (statement.exists()) {
            said.add(statement);
        }
    }

    private static boolean matches(String pattern, String name) {
        // It compiles, or the schema would have been rejected at load.
        return Pattern.compile(pattern).matcher(name).find();
    }
}

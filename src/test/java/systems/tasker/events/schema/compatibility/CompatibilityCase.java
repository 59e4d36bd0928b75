package systems.tasker.events.schema.compatibility;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/**
 * A labelled pair of schemas.
 *
 * @param theme the file it is from
 * @param name what happens to the schema
 * @param current the schema today; JSON null when there is none
 * @param next the one that is to follow
 * @param breaking the kinds of what is incompatible, by path; empty when nothing is
 */
record CompatibilityCase(
        String theme, String name, JsonNode current, JsonNode next, Map<String, Set<String>> breaking) {

    private static final Path ROOT = Path.of("src/test/resources/compatibility");
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    /** Every case of every file. */
    static List<CompatibilityCase> all() {
        try (var files = Files.list(ROOT)) {
            var cases = new ArrayList<CompatibilityCase>();
            for (var file : files.sorted().toList()) {
                for (var each : YAML.readTree(Files.readString(file))) {
                    cases.add(of(file.getFileName().toString().replace(".yaml", ""), each));
                }
            }
            return cases;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static CompatibilityCase of(String theme, JsonNode each) {
        var breaking = new TreeMap<String, Set<String>>();
        for (var change : each.path("breaking").properties()) {
            var kinds = breaking.computeIfAbsent(change.getKey(), path -> new TreeSet<>());
            if (change.getValue().isTextual()) {
                kinds.add(change.getValue().textValue());
            }
            change.getValue().forEach(kind -> kinds.add(kind.textValue()));
        }
        return new CompatibilityCase(
                theme, each.path("name").asText(), each.path("current"), each.path("next"), breaking);
    }

    @Override
    public String toString() {
        return theme + ": " + name;
    }
}

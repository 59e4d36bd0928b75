package systems.tasker.events.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/**
 * One area of golden cases: what is sent is in {@code <area>.yaml}, what comes back in {@code <area>.txt}.
 *
 * <p>The page "Testing" says how the files are written.
 *
 * @param area the name of both files
 */
record GoldenFile(String area) {

    /** Where they all are. */
    static final Path FOLDER = Path.of("src/test/resources/golden");

    /** In the order in which they run: what there is without anything first, and the meters last, when each of them was used. */
    static final List<GoldenFile> ALL = List.of(
                    "start",
                    "outcomes",
                    "payloads",
                    "schemas",
                    "definitions",
                    "results",
                    "claims",
                    "batches",
                    "events",
                    "dead-letters",
                    "templates",
                    "documents",
                    "console",
                    "problems",
                    "check",
                    "operation")
            .stream()
            .map(GoldenFile::new)
            .toList();

    private static final ObjectMapper YAML = new YAMLMapper(YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());
    private static final String TITLE = "=== ";

    /** What is sent, in the order of the file. */
    List<GoldenCase> cases() {
        try {
            var file = YAML.readTree(yaml().toFile());
            var cases = new ArrayList<GoldenCase>();
            for (var field : file.path("cases").properties()) {
                cases.add(GoldenCase.of(this, field.getKey(), field.getValue(), file.path("all")));
            }
            return cases;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** What was recorded, by the names of the cases. */
    Map<String, String> recorded() {
        var recorded = new LinkedHashMap<String, String>();
        if (Files.exists(text())) {
            for (var block : read(text()).split("(?m)^" + TITLE)) {
                if (!block.isEmpty()) {
                    var lineEnd = block.indexOf('\n');
                    recorded.put(block.substring(0, lineEnd), block.substring(lineEnd + 1));
                }
            }
        }
        return recorded;
    }

    /** Records anew. Cases that did not run keep what they have. */
    void record(Map<String, String> transcripts) {
        var earlier = recorded();
        var text = new StringBuilder();
        for (var each : cases()) {
            var transcript = transcripts.getOrDefault(each.name(), earlier.get(each.name()));
            if (transcript != null) {
                text.append(TITLE).append(each.name()).append('\n').append(transcript);
            }
        }
        try {
            Files.writeString(text(), text);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private Path yaml() {
        return FOLDER.resolve(area + ".yaml");
    }

    private Path text() {
        return FOLDER.resolve(area + ".txt");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

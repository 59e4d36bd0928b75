package systems.tasker.events.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Sees to it that the golden cases are all there, and that there is one for each thing that callers can come upon. */
class GoldenFilesTest {

    static final List<GoldenFile> FILES = GoldenFile.ALL;

    private static final int AT_LEAST = 200;
    private static final Pattern PROBLEM = Pattern.compile("(?m)^\\| `([a-z-]+)` \\| (\\d{3}) \\|");
    private static final Pattern REQUEST = Pattern.compile("(?m)^\\| `([A-Z]+ /\\S+)` \\|");
    // What the validator has words for and never says: those of keywords that only apply others, of formats, each
    // of
    // which is the keyword "format", and of what its tools for OpenAPI alone know.
    private static final Set<String> NEVER_SAID = Set.of(
            "$ref",
            "allOf",
            "anyOf",
            "properties",
            "patternProperties",
            "prefixItems",
            "dependentSchemas",
            "id",
            "notAllowed",
            "readOnly",
            "writeOnly",
            "contentEncoding",
            "contentMediaType",
            "discriminator",
            "unionType",
            "minContainsVsMaxContains");

    @Test
    void haveUniqueCaseNames() {
        var names = FILES.stream()
                .flatMap(file -> file.cases().stream())
                .map(GoldenCase::toString)
                .toList();

        assertThat(names).hasSizeGreaterThanOrEqualTo(AT_LEAST).doesNotHaveDuplicates();
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("FILES")
    void haveExactlyOneRecordingPerCase(GoldenFile file) {
        assertThat(file.recorded().keySet())
                .containsExactlyElementsOf(
                        file.cases().stream().map(GoldenCase::name).toList());
    }

    @Test
    void coverEveryProblemType() throws IOException {
        // A database that promises too little is a setting of its own: RequiredDurabilityTest.
        var problems = PROBLEM.matcher(Files.readString(Path.of("README.md")))
                .results()
                .filter(problem -> !problem.group(1).equals("durability-too-low"))
                .toList();

        assertThat(problems)
                .hasSizeGreaterThan(10)
                .allSatisfy(problem -> assertThat(recorded())
                        .as(problem.group())
                        .contains("\"type\":\"urn:tasker:problem:" + problem.group(1) + "\"")
                        .contains("\"status\":" + problem.group(2)));
    }

    @Test
    void coverEveryEndpoint() throws IOException {
        var requests = REQUEST.matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(row -> row.group(1))
                .toList();

        assertThat(requests)
                .hasSizeGreaterThan(20)
                .allSatisfy(request -> assertThat(recorded())
                        .containsPattern("(?m)^> " + request.replaceAll("\\{\\w+}", "[^/ ?]+") + "(\\?|$)"));
    }

    @Test
    void coverEveryJsonSchemaKeyword() {
        var keywords = ResourceBundle.getBundle("jsv-messages").keySet().stream()
                .map(key -> key.split("\\.")[0])
                .distinct()
                .filter(keyword -> !NEVER_SAID.contains(keyword))
                .toList();

        assertThat(keywords)
                .hasSizeGreaterThan(25)
                .allSatisfy(keyword -> assertThat(recorded()).contains("\"keyword\":\"" + keyword + "\""));
    }

    private static String recorded() {
        return FILES.stream().flatMap(file -> file.recorded().values().stream()).reduce("", String::concat);
    }
}

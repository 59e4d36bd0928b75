package systems.tasker.events.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Checks the Dockerfiles, compose.yaml and .dockerignore without building images. */
class ImagesTest {

    private static final String JVM = "src/main/docker/Dockerfile.jvm";
    private static final String JVM_AOT = "src/main/docker/Dockerfile.jvm-aot";
    private static final String MICRO = "src/main/docker/Dockerfile.native-micro";
    private static final String BUILD = "deploy/Dockerfile.build";
    private static final Pattern COPY = Pattern.compile("(?m)^COPY (?!--from)(?:--\\S+ )*(.+) \\S+$");

    @ParameterizedTest
    @ValueSource(strings = {JVM, JVM_AOT, MICRO, BUILD})
    void imagesRunAsTheUserOfTheManifests(String file) {
        var user = Manifests.all()
                .map(manifests -> manifests
                        .one("Deployment", "tasker-domain-events")
                        .at("/spec/template/spec/securityContext/runAsUser")
                        .asText())
                .distinct()
                .toList();

        assertThat(user).hasSize(1);
        assertThat(text(file))
                .contains("\nUSER " + user.get(0) + "\n")
                .containsPattern("(?s)HEALTHCHECK .*ENTRYPOINT ");
    }

    @ParameterizedTest
    @ValueSource(strings = {JVM, JVM_AOT, MICRO, BUILD})
    void dockerfilesCopyOnlyFilesOfTheBuildContext(String file) {
        var sources = COPY.matcher(text(file))
                .results()
                .flatMap(copy -> Stream.of(copy.group(1).split(" ")))
                .toList();

        assertThat(sources).isNotEmpty().allSatisfy(source -> {
            assertThat(isInContext(source)).as(source).isTrue();
            if (!source.startsWith("target/")) {
                assertThat(Path.of(source)).exists();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".git/config",
                ".env",
                "README.md",
                "target/classes/application.properties",
                "src/test/java/A.java",
                "k8s/base/settings.env"
            })
    void dockerignoreExcludesAllOtherFiles(String file) {
        assertThat(isInContext(file)).isFalse();
    }

    @Test
    void nativeDockerfilesHaveTheSameInstructions() {
        var micro = text(MICRO);
        var build = text(BUILD);

        assertThat(build.lines()
                        .filter(line -> line.startsWith("ARG MICRO_IMAGE"))
                        .toList())
                .isEqualTo(micro.lines()
                        .filter(line -> line.startsWith("ARG MICRO_IMAGE"))
                        .toList());
        assertThat(List.of("LABEL ", "HEALTHCHECK ", "ENTRYPOINT ", "EXPOSE "))
                .allSatisfy(instruction ->
                        assertThat(instruction(build, instruction)).isEqualTo(instruction(micro, instruction)));
    }

    @Test
    void nativeImagesLimitTheHeapAndDumpItToAWritableFolder() {
        assertThat(instruction(text(MICRO), "ENTRYPOINT "))
                .contains("\"-XX:MaximumHeapSizePercent=50\"", "\"-Xmn32m\"", "\"-XX:HeapDumpPath=/tmp/\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {JVM, JVM_AOT, MICRO, BUILD})
    void ociLabelsNameReleaseAndCommit(String file) {
        assertThat(text(file))
                .containsPattern("(?s)ARG VERSION=unknown\nARG COMMIT=unknown\nLABEL .*"
                        + "org.opencontainers.image.version=\"\\$\\{VERSION}\".*"
                        + "org.opencontainers.image.revision=\"\\$\\{COMMIT}\"");
        assertThat(text("deploy/ci/release.yaml"))
                .contains("--build-arg \"VERSION=$version\" --build-arg \"COMMIT=$GITHUB_SHA\"");
    }

    @Test
    void builderImagesArePinned() {
        assertThat(text(BUILD).lines().filter(line -> line.matches("ARG (MAVEN|BUILDER)_IMAGE=.*")))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).containsPattern(":\\d+\\.\\d+\\.\\d+"));
    }

    @Test
    void nativeBuildCopiesTheBillOfMaterialsOfTheProject() {
        var plugin = Pattern.compile("<cyclonedx-plugin.version>(.*)</").matcher(text("pom.xml"));
        assertThat(plugin.find()).isTrue();

        assertThat(text(BUILD))
                .contains(
                        "ARG CYCLONEDX_VERSION=" + plugin.group(1) + "\n",
                        "cp \"$PROJECT/target/bom.json\" /sources/\n");
    }

    @Test
    void jvmAotImageStartsWithTheCacheOfTheTrainingRun() {
        var aot = text(JVM_AOT);

        assertThat(aot)
                .contains(
                        "bash /training/train-aot.sh /deployments\n",
                        "COPY --from=training /deployments/ /deployments/\n",
                        "-Dquarkus.package.jar.type=aot-jar\n")
                .contains(" -XX:AOTCache=/deployments/app.aot ");
        assertThat(text("src/main/docker/train-aot.sh")).contains("-XX:AOTCacheOutput=app.aot ");
        // The training needs the same JVM, and so does the run.
        assertThat(aot.lines().filter(line -> line.startsWith("FROM ${JAVA_IMAGE}")))
                .hasSize(2);
    }

    @Test
    void nativeDockerfileTakesTheCommitAsArgument() {
        assertThat(text(BUILD)).contains("ARG COMMIT=unknown\n", "-Dbuild.commit=");
    }

    @Test
    void useOnePostgresWithPgmq() {
        var inCompose = Kustomization.documents(Path.of("deploy/compose.yaml"))
                .get(0)
                .at("/services/postgres/image")
                .asText();
        var inCluster = Kustomization.documents(Path.of("k8s/overlays/dev/postgres.yaml"))
                .get(0)
                .at("/spec/template/spec/containers/0/image")
                .asText();

        assertThat(inCompose).startsWith("ghcr.io/pgmq/").isEqualTo(inCluster);
        assertThat(text("deploy/postgres/Dockerfile")).contains("ARG PGMQ=" + inCompose + "\n");
        assertThat(text(JVM_AOT)).contains("ARG POSTGRES_IMAGE=" + inCompose + "\n");
    }

    @Test
    void composeUsesOnlyExistingFiles() {
        var compose = Kustomization.documents(Path.of("deploy/compose.yaml")).get(0);
        var mounts = compose.findValues("volumes").stream()
                .flatMap(Manifests::stream)
                .map(volume -> volume.asText().split(":")[0])
                .filter(source -> source.startsWith("."))
                .toList();

        assertThat(mounts)
                .hasSizeGreaterThan(6)
                .allSatisfy(
                        source -> assertThat(Path.of("deploy").resolve(source)).exists());
        assertThat(compose.at("/services/service/stop_grace_period").asText()).isEqualTo("60s");
    }

    @Test
    void temporaryFolderOfComposePermitsExecution() {
        var compose = Kustomization.documents(Path.of("deploy/compose.yaml")).get(0);

        // Docker's default is noexec, with which a binary cannot load Kafka's compression libraries and does not start.
        assertThat(compose.at("/x-confined/tmpfs/0").asText()).isEqualTo("/tmp:exec");
    }

    private static String instruction(String dockerfile, String name) {
        var last = dockerfile.lastIndexOf("\n" + name);
        return dockerfile.substring(last, dockerfile.indexOf('\n', last + 1));
    }

    /** Whether .dockerignore lets a path through: its last rule that matches it, or a folder above it, decides. */
    private static boolean isInContext(String path) {
        var allowed = true;
        for (var line : text(".dockerignore")
                .lines()
                .filter(each -> !each.startsWith("#"))
                .toList()) {
            var exception = line.startsWith("!");
            var rule = FileSystems.getDefault().getPathMatcher("glob:" + (exception ? line.substring(1) : line));
            for (var part = Path.of(path); part != null; part = part.getParent()) {
                if (rule.matches(part)) {
                    allowed = exception;
                }
            }
        }
        return allowed;
    }

    private static String text(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

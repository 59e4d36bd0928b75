package systems.tasker.events.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.CommandRun;

import static org.assertj.core.api.Assertions.assertThat;

class TrialTest {

    @Test
    void usesTheEmbeddedDatabaseAndTheLoopbackInterfaceWhateverTheEnvironmentSays() {
        // Given
        var production = Map.of(
                "QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://database:5432/tasker", "QUARKUS_HTTP_HOST", "0.0.0.0");

        // When
        var settings = Trial.settings(production, Set.of());

        // Then
        assertThat(settings).isEqualTo(Trial.settings(Map.of(), Set.of()));
        assertThat(settings)
                .containsEntry("tasker.auth", "none")
                .containsEntry("quarkus.http.host", "localhost")
                .containsEntry("quarkus.management.host", "localhost")
                .containsEntry("tasker.templates.path", "deploy/example/tasks");
        assertThat(settings.entrySet())
                .filteredOn(setting -> setting.getKey().endsWith(".url"))
                .hasSize(3)
                .allSatisfy(url -> assertThat(url.getValue()).endsWith("postgresql://embedded/postgres"));
    }

    @Test
    void takesTheTemplatesOfTheEnvironmentOrOfASystemProperty() {
        assertThat(Trial.settings(Map.of(), Set.of("tasker.templates.path")))
                .doesNotContainKey("tasker.templates.path");
        assertThat(Trial.settings(Map.of("TASKER_TEMPLATES_PATH", "tasks"), Set.of()))
                .doesNotContainKey("tasker.templates.path");
    }

    @Test
    void isRejectedByABuildWithoutTheEmbeddedDatabase() {
        // Given
        var err = new ByteArrayOutputStream();

        // When
        var exitCode = Trial.reject(false, new PrintStream(err));

        // Then
        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString()).startsWith("This build has no embedded database");
    }

    @Test
    void takesNoFurtherArguments() {
        CommandRun run = CheckInProcess.run(List.of("try", "tasks"));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("try has no further arguments");
    }
}

package systems.tasker.events.deploy;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KustomizationTest {

    private static final Path SAMPLES = Path.of("src/test/resources/kustomize");

    @TempDir
    Path folder;

    @Test
    void buildsTheSameAsKustomize() {
        var built = Kustomization.build(SAMPLES.resolve("overlay"));

        assertThat(built)
                .containsExactlyInAnyOrderElementsOf(Kustomization.documents(SAMPLES.resolve("expected.yaml")));
    }

    @Test
    void rejectsUnsupportedKustomizeFields() throws Exception {
        Files.writeString(folder.resolve("kustomization.yaml"), "namePrefix: my-");

        assertThatThrownBy(() -> Kustomization.build(folder)).hasMessageContaining("namePrefix");
    }
}

package systems.tasker.events.template;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class TemplateFilesTest {

    @TempDir
    private Path folder;

    @Test
    void limitsTheNumberOfTemplateFiles() throws IOException {
        Files.writeString(folder.resolve("a.yaml"), "name: a");
        Files.writeString(folder.resolve("b.yaml"), "name: b");

        assertThat(files(2, 7).read().problems()).isEmpty();
        assertThat(files(1, 7).read())
                .isEqualTo(new TemplateFiles.Content(
                        List.of(),
                        List.of(new TemplateProblem(
                                folder.toString(), 0, "", "has more than 1 files", "use fewer files"))));
    }

    @Test
    void limitsTheSizeOfTemplateFiles() throws IOException {
        Files.writeString(folder.resolve("a.yaml"), "name: aa");
        Files.writeString(folder.resolve("b.yaml"), "name: b");

        var content = files(2, 7).read();

        assertThat(content.sources()).extracting(TemplateSource::name).containsExactly("b.yaml");
        assertThat(content.problems())
                .extracting(TemplateProblem::toString)
                .singleElement()
                .asString()
                .startsWith("a.yaml: has more than 7 bytes");
    }

    @Test
    void changesItsFingerprintWithTheFiles() throws IOException {
        // Given
        var files = files(10, 100);
        var empty = files.fingerprint();
        Files.writeString(folder.resolve("a.yaml"), "name: a");
        var one = files.fingerprint();

        // When
        Files.writeString(folder.resolve("a.yaml"), "name: longer");
        var longer = files.fingerprint();
        Files.delete(folder.resolve("a.yaml"));

        // Then
        assertThat(one).isNotEqualTo(empty).isNotEqualTo(longer);
        assertThat(files.fingerprint()).isEqualTo(empty);
    }

    private TemplateFiles files(int maxFiles, long maxFileSize) {
        return new TemplateFiles(folder, new TemplateLimits(maxFiles, maxFileSize, 1, 1, 1, 1));
    }
}

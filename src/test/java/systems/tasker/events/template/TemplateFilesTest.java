package systems.tasker.events.template;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    void reportsAnEmptyFolderUnlessItIsAllowed() {
        assertThat(files(2, 7).read().problems())
                .containsExactly(new TemplateProblem(
                        folder.toString(),
                        0,
                        "",
                        "holds no template",
                        "add templates or mount their volume, or set tasker.templates.allow-empty to true"));
        assertThat(new TemplateFiles(folder, TemplateLimits.DEFAULT, true)
                        .read()
                        .problems())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.yaml", "payments", "payments/a.yml"})
    void reportsADanglingLinkToAFileOrFolder(String name) throws IOException {
        // Given
        Files.writeString(folder.resolve("good.yaml"), "name: b");
        var link = folder.resolve(name);
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, folder.resolve("missing"));

        // When
        var content = files(5, 7).read();

        // Then
        assertThat(content.sources()).extracting(TemplateSource::name).containsExactly("good.yaml");
        assertThat(content.problems())
                .containsExactly(new TemplateProblem(
                        name, 0, "", "is a link to a missing file or folder", "restore its target, or remove it"));
    }

    @Test
    void reportsAFileInAnEncodingThatIsNotUtf8() throws IOException {
        Files.write(folder.resolve("a.yaml"), new byte[] {'n', (byte) 0xff});

        assertThat(files(2, 7).read().problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.detail()).startsWith("cannot be read"));
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
        return new TemplateFiles(folder, new TemplateLimits(maxFiles, maxFileSize, 1, 1, 1, 1), false);
    }
}

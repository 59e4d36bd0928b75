package systems.tasker.events.template;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TemplateSourceTest {

    @Test
    void splitsAYamlStreamAndKeepsLineNumbers() {
        // Given
        var stream = """
                # two templates
                ---
                name: one
                namespace_name: pay
                version: 1.0.0
                ---

                ---
                name: two
                namespace_name: pay
                version: 1.0.0
                steps: many
                """;

        // When
        var documents = TemplateSource.documents(stream);

        // Then
        assertThat(documents).extracting(TemplateSource::name).containsExactly("document 1", "document 2");
        var content = new TemplateFiles.Content(documents, List.of());
        var reading = TemplateReading.of(content, TemplateCatalogs.known("default"), TemplateLimits.DEFAULT);
        assertThat(reading.templates()).extracting(TaskTemplate::name).containsExactly("one");
        assertThat(reading.problems())
                .containsExactly(new TemplateProblem(
                        "document 2", 12, "/steps", "steps must be a list", "start each entry with '- '"));
    }

    @Test
    void readsATextWithoutMarkersAsOneDocument() {
        assertThat(TemplateSource.documents("name: one"))
                .containsExactly(new TemplateSource("document 1", "name: one\n", 0));
    }

    @Test
    void findsNoDocumentInAnEmptyText() {
        assertThat(TemplateSource.documents("\n---\n# nothing\n---\n...\n")).isEmpty();
    }
}

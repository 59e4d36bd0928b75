package systems.tasker.events.http.catalog;

import java.util.List;
import java.util.stream.Stream;

import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

import systems.tasker.events.fixture.SampleStep;

import static org.assertj.core.api.Assertions.assertThat;

class DocumentFormatTest {

    @Test
    void writesTheSameDocumentAsYamlAndJson() throws Exception {
        // Given
        var document = SampleStep.json("""
                {"no": "no", "texts": ["2026-01-01", "12:30", "1.0", "null", "~", "", "a: b", "two\\nlines", "# none"],
                 "limits": {"maximum": 1E+3, "step": 0.10, "open": null}, "empty": {}, "on": [true, false, 7, []]}""");

        // When
        var yaml = DocumentFormat.YAML.text(document);

        // Then
        // A reader of YAML 1.1, to which many a text is something else.
        var read = new ObjectMapper().valueToTree(new Yaml().load(yaml));
        assertThat(read.toString()).isEqualTo("""
                {"no":"no","texts":["2026-01-01","12:30","1.0","null","~","","a: b","two\\nlines","# none"],\
                "limits":{"maximum":1000,"step":0.1,"open":null},"empty":{},"on":[true,false,7,[]]}""");
        assertThat(new YAMLMapper().readTree(yaml).path("texts")).isEqualTo(document.path("texts"));
    }

    @ParameterizedTest
    @CsvSource({
        "*/*, JSON",
        "application/*, JSON",
        "application/json, JSON",
        "application/yaml, YAML",
        "application/yaml application/json, YAML",
        "text/html application/yaml */*, YAML",
        "text/html */*, JSON"
    })
    void negotiatesTheFormatByTheAcceptHeader(String accepted, DocumentFormat expected) {
        List<MediaType> types =
                Stream.of(accepted.split(" ")).map(DocumentFormatTest::type).toList();

        assertThat(DocumentFormat.accepted(types)).isEqualTo(expected);
    }

    private static MediaType type(String text) {
        var parts = text.split("/");
        return new MediaType(parts[0], parts[1]);
    }
}

package systems.tasker.events.http.catalog;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import systems.tasker.events.json.InputProblem;
import systems.tasker.events.json.InvalidInputException;
import systems.tasker.events.json.Json;

/** The format of a document. */
enum DocumentFormat {
    JSON("json", MediaType.APPLICATION_JSON_TYPE) {
        @Override
        String text(ObjectNode document) {
            return Json.write(document);
        }
    },
    // Every string in quotes, so that no YAML parser reads one as a date, number or boolean.
    YAML("yaml", new MediaType("application", "yaml")) {
        @Override
        String text(ObjectNode document) {
            try {
                return YAML_MAPPER.writeValueAsString(document);
            } catch (JsonProcessingException unwritable) {
                throw new UncheckedIOException(unwritable);
            }
        }
    };

    // Decimals without an exponent, which YAML 1.1 parsers would read as a string.
    private static final ObjectMapper YAML_MAPPER = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private final String label;
    private final MediaType mediaType;

    DocumentFormat(String label, MediaType mediaType) {
        this.label = label;
        this.mediaType = mediaType;
    }

    abstract String text(ObjectNode document);

    byte[] bytes(ObjectNode document) {
        return text(document).getBytes(StandardCharsets.UTF_8);
    }

    MediaType mediaType() {
        return mediaType;
    }

    /**
     * The format that a caller requests.
     *
     * @throws InvalidInputException when there is no such format
     */
    static DocumentFormat named(String label) {
        return Stream.of(values())
                .filter(format -> format.label.equals(label))
                .findFirst()
                .orElseThrow(() ->
                        new InvalidInputException(InputProblem.invalid("/format", "must be one of [json, yaml]")));
    }

    /**
     * The first format that a caller accepts; JSON if it has no preference.
     *
     * @param accepted media types in the order of preference
     */
    static DocumentFormat accepted(List<MediaType> accepted) {
        return accepted.stream()
                .flatMap(wanted -> Stream.of(values()).filter(format -> format.mediaType.isCompatible(wanted)))
                .findFirst()
                .orElse(JSON);
    }
}

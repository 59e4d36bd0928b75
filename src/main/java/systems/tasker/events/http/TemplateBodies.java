package systems.tasker.events.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.core.JsonPointer;
import io.vertx.ext.web.RoutingContext;

import systems.tasker.events.json.InputProblem;
import systems.tasker.events.json.InvalidInputException;
import systems.tasker.events.json.ProblemList;
import systems.tasker.events.json.StrictJson;
import systems.tasker.events.template.TemplateSource;

/** Reads request bodies that contain templates. */
public final class TemplateBodies {

    /** The media type of templates in YAML. */
    public static final String YAML = "application/yaml";

    // A map of strings has one level and no numbers.
    private static final StrictJson JSON = new StrictJson(2, 100);

    // Each may have problems of its own, which the answer lists.
    private static final int MAX_TEMPLATES = 1_000;

    private TemplateBodies() {}

    /**
     * The templates of a request's body: files of a JSON object, otherwise documents of a YAML stream.
     *
     * @throws InvalidInputException when it is neither, or holds no template
     */
    public static List<TemplateSource> of(RoutingContext exchange, MediaType type) {
        var body = BodyReader.body(exchange);
        return MediaType.APPLICATION_JSON_TYPE.isCompatible(type) ? files(body) : documents(body);
    }

    /**
     * The documents of a YAML stream.
     *
     * @throws InvalidInputException when it is not text or has no document
     */
    static List<TemplateSource> documents(byte[] body) {
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            return unlessEmpty(TemplateSource.documents(text.toString()));
        } catch (CharacterCodingException notText) {
            throw new InvalidInputException(InputProblem.malformed("", "is not text in UTF-8"));
        }
    }

    /**
     * The files of a JSON object.
     *
     * @throws InvalidInputException when it is no JSON object or has no file
     */
    static List<TemplateSource> files(byte[] body) {
        var files = new ArrayList<TemplateSource>();
        var problems = new ProblemList();
        for (var file : StrictJson.object(JSON.read(body)).properties()) {
            if (file.getValue().isTextual()) {
                files.add(TemplateSource.of(file.getKey(), file.getValue().textValue()));
            } else {
                var pointer = JsonPointer.empty().appendProperty(file.getKey()).toString();
                problems.add(InputProblem.malformed(pointer, "must be a text, the template in YAML"));
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems.found());
        }
        return unlessEmpty(files);
    }

    private static List<TemplateSource> unlessEmpty(List<TemplateSource> sources) {
        if (sources.isEmpty()) {
            throw new InvalidInputException(InputProblem.malformed("", "holds no template"));
        }
        if (sources.size() > MAX_TEMPLATES) {
            throw new InvalidInputException(
                    InputProblem.invalid("", "holds " + sources.size() + " templates, " + MAX_TEMPLATES + " at most"));
        }
        return sources;
    }
}

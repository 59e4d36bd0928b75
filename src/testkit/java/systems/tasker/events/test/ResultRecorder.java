package systems.tasker.events.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import systems.tasker.events.event.EventFields;
import systems.tasker.events.json.Json;
import systems.tasker.events.template.KnownPublishers;
import systems.tasker.events.template.TemplateCatalog;

/**
 * Makes a fixture of archived events: the results that they are of, one posted body per line, for {@link Simulation} and the command
 * {@code simulate}.
 *
 * <p>Values that schemas mark with {@code x-sensitive} are replaced by {@code ***}, in context and result, too. A schema that wants a number
 * there rejects the replaced value, before and after alike.
 */
public final class ResultRecorder {

    private final TemplateCatalog templates;

    private ResultRecorder(TemplateCatalog templates) {
        this.templates = templates;
    }

    /**
     * A recorder that knows the sensitive fields of the templates below a folder.
     *
     * @throws RuntimeException whose message lists every problem of every file
     */
    public static ResultRecorder of(Path templates) {
        return new ResultRecorder(TemplateCatalog.load(templates, KnownPublishers.any()));
    }

    /**
     * Writes the results of events, each result once.
     *
     * @param events the column {@code message} of rows of archives such as {@code pgmq.a_payments_domain_events}
     * @return the number of results
     */
    public int record(Iterable<String> events, Path file) {
        var known = new HashSet<String>();
        try (var lines = Files.newBufferedWriter(file)) {
            for (var event : events) {
                var payload = templates.masked(Json.read(event)).path(EventFields.PAYLOAD);
                var context = payload.path(EventFields.TASK_SEQUENCE_STEP);
                if (payload.path(EventFields.EXECUTION_RESULT) instanceof ObjectNode result
                        && known.add(attempt(context))) {
                    var body = result.deepCopy();
                    body.set(EventFields.TASK_SEQUENCE_STEP, context);
                    lines.write(Json.write(body));
                    lines.write('\n');
                }
            }
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        return known.size();
    }

    private static String attempt(JsonNode context) {
        var step = context.path("workflow_step");
        return step.path("workflow_step_uuid").asText() + "/"
                + step.path("attempts").asText();
    }
}

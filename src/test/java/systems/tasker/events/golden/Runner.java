package systems.tasker.events.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.ObjectMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Tries cases out on a service, from outside: over HTTP, in the queues, and on the command line. */
final class Runner {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PUBLISHED = Pattern.compile("\"outcome\":\"published\"");
    private static final Pattern REPLAYED_ITEM = Pattern.compile("\\{\"status\":200,.*?]}}");

    private final Service service;
    private final Queues queues;
    private final LiveTail tail;
    private final Path templates;
    private final Program program;
    private final Function<String, String> tokens;
    private final String publishers;

    /**
     * Connects.
     *
     * @param templates the folder that the service reads
     * @param tokens bearer tokens by name
     */
    Runner(Service service, Queues queues, Path templates, Program program, Function<String, String> tokens)
            throws Exception {
        this.service = service;
        this.queues = queues;
        this.tail = service.tail();
        this.templates = templates;
        this.program = program;
        this.tokens = tokens;
        var question = new Exchange("GET /v1/publishers", Map.of(), null, false, false, Exchange.Show.WHOLE, Map.of());
        this.publishers = service.ask(question, new Values(Map.of(), tokens)).body();
    }

    /** What happened, without what differs from run to run. */
    String transcript(GoldenCase golden) throws Exception {
        var surroundings = golden.surroundings();
        assumeTrue(surroundings.needs().isEmpty() || publishers.contains(surroundings.needs()));
        assumeTrue(surroundings.lacks().isEmpty() || !publishers.contains(surroundings.lacks()));
        var values = new Values(golden.values(), tokens);
        values.keep("service", service.base().toString());
        for (var file : surroundings.templates().entrySet()) {
            Files.writeString(templates.resolve(file.getKey()), file.getValue());
        }
        try {
            if (!surroundings.sql().isEmpty()) {
                queues.execute(values.in(surroundings.sql()));
            }
            var text = surroundings.holding().isEmpty() ? tried(golden, values) : triedHolding(golden, values);
            var named = new LinkedHashMap<>(values.ids());
            named.put("service", service.base().toString());
            return new Normaliser(named).normalised(text);
        } finally {
            if (!surroundings.undo().isEmpty()) {
                queues.execute(values.in(surroundings.undo()));
            }
            for (var file : surroundings.templates().keySet()) {
                Files.delete(templates.resolve(file));
            }
        }
    }

    private String triedHolding(GoldenCase golden, Values values) throws Exception {
        try (var holder = queues.holding(golden.surroundings().holding())) {
            var text = tried(golden, values);
            holder.rollback();
            return text;
        }
    }

    private String tried(GoldenCase golden, Values values) throws Exception {
        var text = new StringBuilder();
        if (!golden.check().isEmpty()) {
            var run = program.run(golden.check().stream().map(values::in).toList());
            text.append("exit code ").append(run.exitCode()).append('\n');
            text.append(run.out().isEmpty() ? "" : "--- out\n" + run.out());
            text.append(run.err().isEmpty() ? "" : "--- err\n" + run.err());
            return ended(text);
        }
        var published = 0;
        var answers = new ArrayList<String>();
        for (var exchange : golden.exchanges()) {
            if (exchange.request().isEmpty()) {
                queues.execute(values.in(exchange.body()));
                continue;
            }
            var answer = service.ask(exchange, values);
            text.append("> ").append(exchange.request()).append('\n');
            new Show(exchange.show()).append(text, answer);
            for (var kept : exchange.keep().entrySet()) {
                values.keep(
                        kept.getKey(),
                        JSON.readTree(answer.body()).at(kept.getValue()).asText());
            }
            published += published(answer);
            answers.add(answer.body());
        }
        if (!values.ids().isEmpty()) {
            var ids = values.ids().values();
            new Traces(tail.take(published, ids), queues.with(ids))
                    .by(values.steps())
                    .append(text, queues, answers);
        }
        return ended(text);
    }

    /** How many events an answer says went out just now. */
    private static int published(Service.Answer answer) {
        var now = answer.status() == 207 ? REPLAYED_ITEM.matcher(answer.body()).replaceAll("") : answer.body();
        return answer.status() == 202 || answer.status() == 207
                ? (int) PUBLISHED.matcher(now).results().count()
                : 0;
    }

    private static String ended(StringBuilder text) {
        return text.isEmpty() || text.charAt(text.length() - 1) == '\n'
                ? text.toString()
                : text.append('\n').toString();
    }

    /** Ends. No case may have published more than its answers say. */
    void close() throws IOException, SQLException {
        assertThat(tail.left()).isEmpty();
        tail.close();
        queues.close();
    }
}

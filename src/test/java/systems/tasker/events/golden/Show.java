package systems.tasker.events.golden;

import java.util.Comparator;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** Writes down what of an answer counts. */
record Show(Exchange.Show what) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> SHOWN = Set.of("name", "status");
    private static final Pattern SAMPLE = Pattern.compile("(tasker_[a-z_]+)(?:\\{(.*)})? .*");
    private static final Pattern TAG = Pattern.compile("([a-z_]+)=\"[^\"]*\"");

    void append(StringBuilder text, Service.Answer answer) throws JsonProcessingException {
        text.append("< ")
                .append((answer.status() + " " + answer.contentType()).strip())
                .append('\n');
        if (what == Exchange.Show.STATUS) {
            return;
        }
        answer.headers()
                .lines()
                .forEach(header -> text.append("< ").append(header).append('\n'));
        var body = what == Exchange.Show.METERS ? meters(answer.body()) : answer.body();
        if (what == Exchange.Show.SHAPE) {
            body = shape(JSON.readTree(body)).toPrettyString();
        } else if (what == Exchange.Show.CHECKS) {
            body = sorted(JSON.readTree(body)).toPrettyString();
        }
        if (!body.isEmpty()) {
            text.append(body).append(body.endsWith("\n") ? "" : "\n");
        }
    }

    private static JsonNode sorted(JsonNode health) {
        var sorted = JSON.createArrayNode();
        health.path("checks")
                .valueStream()
                .sorted(Comparator.comparing(check -> check.path("name").asText()))
                .map(Show::shape)
                .forEach(sorted::add);
        return sorted;
    }

    private static JsonNode shape(JsonNode node) {
        if (node instanceof ObjectNode object) {
            var shape = JSON.createObjectNode();
            object.properties()
                    .forEach(field -> shape.set(
                            field.getKey(),
                            SHOWN.contains(field.getKey()) ? field.getValue() : shape(field.getValue())));
            return shape;
        } else if (node instanceof ArrayNode array) {
            var shape = JSON.createArrayNode();
            // How many there are depends on the tests before and on the machine: a status of a busy one has more
            // reasons.
            array.valueStream().map(Show::shape).distinct().forEach(shape::add);
            return shape;
        }
        return TextNode.valueOf(node.getNodeType().name().toLowerCase(Locale.ROOT));
    }

    private static String meters(String metrics) {
        var meters = new TreeSet<String>();
        for (var line : metrics.lines().toList()) {
            var sample = SAMPLE.matcher(line);
            if (line.startsWith("# ") && line.contains(" tasker_")) {
                meters.add(line.substring(line.indexOf("tasker_")) + " # " + line.substring(2, 6));
            } else if (sample.matches()) {
                var tags = new TreeSet<String>();
                if (sample.group(2) != null) {
                    TAG.matcher(sample.group(2)).results().forEach(tag -> tags.add(tag.group(1)));
                }
                meters.add(sample.group(1) + " " + tags);
            }
        }
        return String.join("\n", meters);
    }
}

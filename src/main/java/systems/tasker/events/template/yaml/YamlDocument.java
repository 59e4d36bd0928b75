package systems.tasker.events.template.yaml;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.Event.ID;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * A YAML document as a tree, with the line of each node and the spelling of its plain scalars.
 *
 * @param root the tree, typed by the core schema of YAML 1.2; missing for an empty file
 * @param lines the line of every node by its JSON pointer, counted from 1
 * @param written the text of plain scalars that are not texts, by their JSON pointers
 * @param ambiguous the text of plain scalars that the versions of YAML read differently, by their JSON pointers in the order of the file
 */
public record YamlDocument(
        JsonNode root, Map<String, Integer> lines, Map<String, String> written, Map<String, String> ambiguous) {

    // Far more than a template needs, and far less than overflows a stack; templates also come over HTTP.
    private static final int MAX_NESTING_DEPTH = 200;

    /** A text that is not one YAML document without aliases. */
    public static final class InvalidYamlException extends IOException {

        private static final long serialVersionUID = 1L;

        private final int line;

        InvalidYamlException(String detail, int line) {
            super(detail);
            this.line = line;
        }

        /** The line, counted from 1. */
        public int line() {
            return line;
        }
    }

    /**
     * Reads a text.
     *
     * @throws InvalidYamlException when it is not one YAML document without aliases
     */
    public static YamlDocument read(String text) throws InvalidYamlException {
        var document =
                new YamlDocument(MissingNode.getInstance(), new HashMap<>(), new HashMap<>(), new LinkedHashMap<>());
        try {
            var events = new ParserImpl(new StreamReader(text), new LoaderOptions());
            expect(events, ID.StreamStart);
            if (events.checkEvent(ID.StreamEnd)) {
                return document;
            }
            expect(events, ID.DocumentStart);
            var root = document.node(events, "", 0);
            expect(events, ID.DocumentEnd);
            if (!events.checkEvent(ID.StreamEnd)) {
                expect(events, ID.DocumentStart);
                throw refusal("a file holds one document", events.peekEvent());
            }
            return new YamlDocument(root, document.lines, document.written, document.ambiguous);
        } catch (MarkedYAMLException notYaml) {
            throw new InvalidYamlException(detail(notYaml), line(notYaml.getProblemMark()));
        } catch (ReaderException notText) {
            var before = text.substring(0, Math.min(notText.getPosition(), text.length()));
            throw new InvalidYamlException(
                    oneLine(notText), (int) before.lines().count());
        } catch (YAMLException notYaml) {
            throw new InvalidYamlException(oneLine(notYaml), 0);
        }
    }

    /** The line of a path, or of its nearest existing parent. */
    public int line(String path) {
        var known = JsonPointer.valueOf(path);
        while (known != null && !lines.containsKey(known.toString())) {
            known = known.head();
        }
        return known == null ? 0 : lines.get(known.toString());
    }

    private JsonNode node(Parser events, String path, int depth) throws InvalidYamlException {
        var event = events.getEvent();
        lines.putIfAbsent(path, line(event.getStartMark()));
        if (depth > MAX_NESTING_DEPTH) {
            throw refusal("the nesting depth exceeds " + MAX_NESTING_DEPTH, event);
        }
        if (event instanceof ScalarEvent scalar) {
            return scalar(scalar, path);
        }
        if (event instanceof SequenceStartEvent) {
            var list = JsonNodeFactory.instance.arrayNode();
            while (!events.checkEvent(ID.SequenceEnd)) {
                list.add(node(events, path + "/" + list.size(), depth + 1));
            }
            events.getEvent();
            return list;
        }
        if (event instanceof MappingStartEvent) {
            var map = JsonNodeFactory.instance.objectNode();
            while (!events.checkEvent(ID.MappingEnd)) {
                field(events, map, path, depth);
            }
            events.getEvent();
            return map;
        }
        throw noAlias(event);
    }

    private void field(Parser events, ObjectNode map, String path, int depth) throws InvalidYamlException {
        var event = events.getEvent();
        if (!(event instanceof ScalarEvent key)) {
            throw event instanceof AliasEvent ? noAlias(event) : refusal("a key must be a text", event);
        }
        if (map.has(key.getValue())) {
            throw refusal("Duplicate field '" + key.getValue() + "'", event);
        }
        var below = path + "/" + key.getValue().replace("~", "~0").replace("/", "~1");
        lines.put(below, line(key.getStartMark()));
        map.set(key.getValue(), node(events, below, depth + 1));
    }

    private JsonNode scalar(ScalarEvent scalar, String path) {
        if (!YamlCoreSchema.mayBeTyped(scalar)) {
            return JsonNodeFactory.instance.textNode(scalar.getValue());
        }
        if (YamlCoreSchema.isAmbiguous(scalar.getValue())) {
            ambiguous.put(path, scalar.getValue());
        }
        var value = YamlCoreSchema.typed(scalar.getValue());
        if (!value.isTextual()) {
            written.put(path, scalar.getValue());
        }
        return value;
    }

    private static void expect(Parser events, ID id) throws InvalidYamlException {
        var event = events.getEvent();
        if (!event.is(id)) {
            throw refusal("is no YAML document", event);
        }
    }

    private static InvalidYamlException noAlias(Event event) {
        return refusal("YAML aliases (*name) are not supported; write the value out", event);
    }

    private static InvalidYamlException refusal(String detail, Event event) {
        return new InvalidYamlException(detail, line(event.getStartMark()));
    }

    private static int line(Mark mark) {
        return mark == null ? 0 : mark.getLine() + 1;
    }

    /** The syntax error in one line; with the start of an unclosed quote, which the parser reports at the end of the file. */
    private static String detail(MarkedYAMLException notYaml) {
        if (notYaml.getProblem() == null) {
            return oneLine(notYaml);
        }
        var context = notYaml.getContextMark();
        return context == null
                ? notYaml.getProblem()
                : notYaml.getProblem() + " " + notYaml.getContext() + " from line " + line(context);
    }

    private static String oneLine(YAMLException notYaml) {
        return String.valueOf(notYaml.getMessage()).replaceAll("\\s*\\R\\s*", " ");
    }
}

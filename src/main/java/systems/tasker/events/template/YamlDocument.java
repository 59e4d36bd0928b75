package systems.tasker.events.template;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import org.yaml.snakeyaml.error.MarkedYAMLException;

import systems.tasker.events.json.Json;

/**
 * A YAML document as a tree with the line of each node.
 *
 * @param root the tree; missing for an empty file
 * @param lines the line of every node by its JSON pointer, counted from 1
 */
record YamlDocument(JsonNode root, Map<String, Integer> lines) {

    // Far more than a template needs, and far less than overflows a stack; templates also come over HTTP.
    private static final int MAX_NESTING_DEPTH = 200;

    // Exact decimals: YAML reads an unquoted "version: 1.10" as a number, which must not become 1.1.
    private static final ObjectMapper MAPPER = Json.exact(YAMLMapper.builder(YAMLFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_NESTING_DEPTH)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build()))
            .build();

    /**
     * Reads a text.
     *
     * @throws JsonProcessingException when it is not one YAML document without aliases
     */
    static YamlDocument read(String text) throws IOException {
        var lines = new HashMap<String, Integer>();
        try (var parser = new LineRecorder((YAMLParser) MAPPER.createParser(text), lines)) {
            JsonNode root = MAPPER.readTree(parser);
            if (parser.nextToken() != null) {
                throw parser.refusal("a file holds one document");
            }
            return new YamlDocument(root == null ? MissingNode.getInstance() : root, lines);
        }
    }

    /** The line of a path, or of its nearest existing parent. */
    int line(String path) {
        var known = JsonPointer.valueOf(path);
        while (known != null && !lines.containsKey(known.toString())) {
            known = known.head();
        }
        return known == null ? 0 : lines.get(known.toString());
    }

    /** The line of a syntax error. */
    static int line(JsonProcessingException notYaml) {
        if (notYaml.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            return marked.getProblemMark().getLine() + 1;
        }
        return notYaml.getLocation() == null ? 0 : notYaml.getLocation().getLineNr();
    }

    /** The syntax error in one line; with the start of an unclosed quote, which the parser reports at the end of the file. */
    static String detail(JsonProcessingException notYaml) {
        if (!(notYaml.getCause() instanceof MarkedYAMLException marked) || marked.getProblem() == null) {
            return notYaml.getOriginalMessage();
        }
        var context = marked.getContextMark();
        return context == null
                ? marked.getProblem()
                : marked.getProblem() + " " + marked.getContext() + " from line " + (context.getLine() + 1);
    }

    private static final class LineRecorder extends JsonParserDelegate {

        private final YAMLParser yaml;
        private final Map<String, Integer> lines;

        LineRecorder(YAMLParser yaml, Map<String, Integer> lines) {
            super(yaml);
            this.yaml = yaml;
            this.lines = lines;
        }

        @Override
        public JsonToken nextToken() throws IOException {
            var token = super.nextToken();
            if (token != null) {
                if (yaml.isCurrentAlias()) {
                    // Jackson would silently read "*anchor" as the string "anchor".
                    throw refusal("YAML aliases (*name) are not supported; write the value out");
                }
                lines.putIfAbsent(
                        getParsingContext().pathAsPointer().toString(),
                        currentTokenLocation().getLineNr());
            }
            return token;
        }

        // The tree is read through these two; the delegate's own methods would bypass the recorder.
        @Override
        public String nextFieldName() throws IOException {
            return nextToken() == JsonToken.FIELD_NAME ? currentName() : null;
        }

        @Override
        public JsonToken nextValue() throws IOException {
            var token = nextToken();
            return token == JsonToken.FIELD_NAME ? nextToken() : token;
        }

        JsonProcessingException refusal(String detail) {
            return new com.fasterxml.jackson.core.JsonParseException((JsonParser) this, detail);
        }
    }
}

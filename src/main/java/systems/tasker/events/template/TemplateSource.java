package systems.tasker.events.template;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The text of a template.
 *
 * @param name its name in problems, such as the file name relative to the templates' root
 * @param text YAML
 * @param linesBefore lines before the text when it is part of a longer one
 */
public record TemplateSource(String name, String text, int linesBefore) {

    // At the start of a line, these three characters always separate documents, even inside a string.
    private static final Pattern MARKER = Pattern.compile("---(\\s.*)?");
    private static final Pattern NOTHING = Pattern.compile("\\s*(#.*|%.*|\\.\\.\\.\\s*)?");

    /** A whole text. */
    public static TemplateSource of(String name, String text) {
        return new TemplateSource(name, text, 0);
    }

    /** The documents of a YAML stream, named by number; problems refer to lines of the stream. Empty documents are omitted. */
    public static List<TemplateSource> documents(String stream) {
        var documents = new ArrayList<TemplateSource>();
        var document = new StringBuilder();
        var isEmpty = true;
        var start = 0;
        var number = 0;
        for (var line : stream.lines().toList()) {
            if (MARKER.matcher(line).matches()) {
                add(document, isEmpty, start, documents);
                document.setLength(0);
                start = number;
                isEmpty = true;
            }
            document.append(line).append('\n');
            isEmpty = isEmpty
                    && (line.strip().equals("---") || NOTHING.matcher(line).matches());
            number++;
        }
        add(document, isEmpty, start, documents);
        return documents;
    }

    private static void add(StringBuilder text, boolean isEmpty, int start, List<TemplateSource> documents) {
        if (!isEmpty) {
            documents.add(new TemplateSource("document " + (documents.size() + 1), text.toString(), start));
        }
    }
}

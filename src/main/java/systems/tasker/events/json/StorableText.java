package systems.tasker.events.json;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Tells which texts PostgreSQL can store in a {@code jsonb}: all but those with a zero byte or half a surrogate pair.
 *
 * <p>JSON allows both, and Jackson's parser all but half a pair in a name; refusing them early costs a walk over the tree, finding out
 * from the database costs a transaction.
 */
public final class StorableText {

    private static final int QUOTES = 2;
    private static final int LONGEST_ESCAPE = "u0001".length();

    private StorableText() {}

    /** Whether every text in the tree, names included, can be stored. */
    public static boolean isStorable(JsonNode tree) {
        if (tree.isTextual()) {
            return isStorable(tree.textValue());
        }
        for (var field : tree.properties()) {
            if (!isStorable(field.getKey()) || !isStorable(field.getValue())) {
                return false;
            }
        }
        if (tree.isArray()) {
            for (var element : tree) {
                if (!isStorable(element)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether a text can be stored. */
    public static boolean isStorable(String text) {
        return writtenLength(text) >= 0;
    }

    /** Characters of a text when PostgreSQL writes it out, with quotes and escapes; negative when it cannot be stored. */
    static int writtenLength(String text) {
        var length = text.length();
        var written = QUOTES + length;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            // Nearly every character, told apart with the fewest comparisons.
            if (c >= ' ' && c != '"' && c != '\\' && c < Character.MIN_SURROGATE) {
                continue;
            }
            if (c == 0) {
                return -1;
            }
            if (c < ' ') {
                written += LONGEST_ESCAPE;
            } else if (c == '"' || c == '\\') {
                written++;
            } else if (Character.isSurrogate(c)) {
                boolean pair =
                        Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return -1;
                }
                i++;
            }
        }
        return written;
    }
}

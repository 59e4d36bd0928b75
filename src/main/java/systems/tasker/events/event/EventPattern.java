package systems.tasker.events.event;

/**
 * Selects events by name: {@code *} stands for any run of characters, dots included; everything else is literal; the whole name must match.
 *
 * <p>{@code *}, {@code payment.*}, {@code *.failed}, {@code a.*.c}, {@code pay*} and exact names are all patterns.
 *
 * @param value the pattern, not empty
 */
public record EventPattern(String value) {

    public EventPattern {
        if (value.isBlank()) {
            throw new IllegalArgumentException("A pattern must not be blank; '*' selects every event");
        }
    }

    /** Whether the pattern selects a name; takes time in proportion to name times pattern at worst, never more. */
    public boolean matches(EventName name) {
        var text = name.value();
        int inText = 0;
        int inPattern = 0;
        int lastStar = -1;
        int resumeAt = 0;
        while (inText < text.length()) {
            if (inPattern < value.length() && value.charAt(inPattern) == '*') {
                lastStar = inPattern++;
                resumeAt = inText;
            } else if (inPattern < value.length() && value.charAt(inPattern) == text.charAt(inText)) {
                inPattern++;
                inText++;
            } else if (lastStar >= 0) {
                // The last star takes one character more, and the rest is tried again.
                inPattern = lastStar + 1;
                inText = ++resumeAt;
            } else {
                return false;
            }
        }
        while (inPattern < value.length() && value.charAt(inPattern) == '*') {
            inPattern++;
        }
        return inPattern == value.length();
    }

    @Override
    public String toString() {
        return value;
    }
}

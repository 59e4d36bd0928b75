package systems.tasker.events.event;

import java.util.regex.Pattern;

/**
 * The name of a domain event in dot notation, such as {@code payment.processed}.
 *
 * @param value at least two parts of lower-case letters, digits and underscores, joined by dots
 */
public record EventName(String value) {

    // Possessive, so that a name of a hundred thousand parts is rejected like any other and does not overflow the
    // stack.
    private static final Pattern LEGAL = Pattern.compile("[a-z0-9_]++(\\.[a-z0-9_]++)++");

    public EventName {
        if (!isLegal(value)) {
            throw new IllegalArgumentException("'" + value + "' is not an event name such as 'payment.processed'");
        }
    }

    public static boolean isLegal(String value) {
        return LEGAL.matcher(value).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}

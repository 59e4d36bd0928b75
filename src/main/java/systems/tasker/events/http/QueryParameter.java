package systems.tasker.events.http;

import java.time.Duration;

import io.quarkus.runtime.configuration.DurationConverter;

import systems.tasker.events.json.InputProblem;
import systems.tasker.events.json.InvalidInputException;
import systems.tasker.events.json.StorableText;

/** Reads parameters of a query; by itself, Quarkus REST answers a wrong number as if the path did not exist. */
public final class QueryParameter {

    private QueryParameter() {}

    /**
     * Reads a number.
     *
     * @param text what the caller said; null for nothing
     * @param otherwise what counts then
     * @throws InvalidInputException when it is no number, or out of range
     */
    public static long number(String name, String text, long otherwise, long least, long most) {
        if (text == null) {
            return otherwise;
        }
        long number;
        try {
            number = Long.parseLong(text);
        } catch (NumberFormatException notANumber) {
            throw new InvalidInputException(InputProblem.malformed("/" + name, "must be a whole number"));
        }
        if (number < least || number > most) {
            throw new InvalidInputException(
                    InputProblem.invalid("/" + name, "must be between " + least + " and " + most));
        }
        return number;
    }

    /**
     * Reads a time such as {@code 30s}, {@code 12h} or {@code 7d}.
     *
     * @param text what the caller said; null for nothing
     * @param otherwise what counts then
     * @throws InvalidInputException when it is no time, not positive, or longer than the longest
     */
    public static Duration duration(String name, String text, String otherwise, String longest) {
        var duration = parsed(name, text == null ? otherwise : text);
        if (duration.isZero() || duration.isNegative() || duration.compareTo(parsed(name, longest)) > 0) {
            throw new InvalidInputException(InputProblem.invalid("/" + name, "must be above 0 and at most " + longest));
        }
        return duration;
    }

    private static Duration parsed(String name, String text) {
        if (!text.isBlank()) {
            try {
                return DurationConverter.parseDuration(text);
            } catch (IllegalArgumentException | ArithmeticException notATime) {
                // Reported below, as an empty text is.
            }
        }
        throw new InvalidInputException(InputProblem.malformed("/" + name, "must be a time such as 30s, 12h or 7d"));
    }

    /**
     * Passes a text on, null too.
     *
     * @throws InvalidInputException when no message could hold it
     */
    public static String text(String name, String text) {
        if (text != null && !StorableText.isStorable(text)) {
            throw new InvalidInputException(InputProblem.invalid("/" + name, "holds a zero byte"));
        }
        return text;
    }
}

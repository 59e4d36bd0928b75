package systems.tasker.events.cli;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What the arguments of all commands have in common; wrong usage is an {@link IllegalArgumentException} with a sentence for the user. */
final class Arguments {

    private Arguments() {}

    /** What is wrong with the arguments of a command; empty when its parser accepts them. */
    static Optional<String> problem(Function<List<String>, ?> parser, List<String> arguments) {
        try {
            parser.apply(arguments);
            return Optional.empty();
        } catch (IllegalArgumentException wrongUsage) {
            return Optional.of(wrongUsage.getMessage());
        }
    }

    /** Whether a {@code --format} is JSON and not for people. */
    static boolean isJson(String format) {
        require(format.equals("json") || format.equals("human"), "Unknown format: " + format);
        return format.equals("json");
    }

    /** The value of an option. */
    static String value(String option, String value) {
        require(value != null && !value.startsWith("--"), option + " needs a value");
        return value;
    }

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}

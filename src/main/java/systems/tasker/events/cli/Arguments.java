package systems.tasker.events.cli;

/** What the arguments of all commands have in common; wrong usage is an {@link IllegalArgumentException} with a sentence for the user. */
final class Arguments {

    private Arguments() {}

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

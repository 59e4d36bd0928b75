package systems.tasker.events.cli;

import java.util.List;

/**
 * The arguments of {@code doctor}.
 *
 * @param json whether the output is JSON
 */
record DoctorArguments(boolean json) {

    private static final String FORMAT = "--format";

    /**
     * Parses the arguments after {@code doctor}.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    static DoctorArguments of(List<String> arguments) {
        if (arguments.isEmpty()) {
            return new DoctorArguments(false);
        }
        if (!arguments.get(0).equals(FORMAT)) {
            throw new IllegalArgumentException("Unknown option: " + arguments.get(0));
        }
        if (arguments.size() != 2 || !List.of("human", "json").contains(arguments.get(1))) {
            throw new IllegalArgumentException(FORMAT + " is human or json");
        }
        return new DoctorArguments(arguments.get(1).equals("json"));
    }
}

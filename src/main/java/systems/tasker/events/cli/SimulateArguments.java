package systems.tasker.events.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.quarkus.runtime.configuration.DurationConverter;

import systems.tasker.events.simulation.ChangeClass;
import systems.tasker.events.simulation.SimulationLimits;

import static systems.tasker.events.cli.Arguments.isJson;
import static systems.tasker.events.cli.Arguments.require;
import static systems.tasker.events.cli.Arguments.value;

/**
 * The arguments of {@code simulate}.
 *
 * @param folder the templates to simulate
 * @param against a folder or the URL of a service with the templates of before; empty for those of {@code tasker.templates.path}
 * @param since the age of the oldest results of the database
 * @param input a file with the results, in place of the database
 * @param namespace the one namespace whose results are simulated
 * @param json whether the output is JSON
 * @param failOn the changes that are not accepted
 * @param limits where the simulation ends
 */
record SimulateArguments(
        Path folder,
        Optional<String> against,
        Duration since,
        Optional<Path> input,
        Optional<String> namespace,
        boolean json,
        Set<ChangeClass> failOn,
        SimulationLimits limits) {

    private static final String ACTIVE = "active";
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration TIME_LIMIT = Duration.ofMinutes(10);
    private static final long MAX_RESULTS = 1_000_000;

    SimulateArguments {
        failOn = Set.copyOf(failOn);
    }

    /**
     * Parses the arguments after {@code simulate}.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    static SimulateArguments of(List<String> arguments) {
        var left = new ArrayDeque<>(arguments);
        var parsed = new Parsed();
        while (!left.isEmpty()) {
            var argument = left.poll();
            if (argument.startsWith("--")) {
                parsed.option(argument, value(argument, left.poll()));
            } else {
                require(parsed.folder == null, "One folder at a time, not also " + argument);
                parsed.folder = Path.of(argument);
            }
        }
        require(parsed.folder != null, "Which folder?");
        require(parsed.since == null || parsed.input == null, "--since is of the database: leave it out with --input");
        return parsed.arguments();
    }

    private static final class Parsed {

        private Path folder;
        private String against;
        private Duration since;
        private Path input;
        private String namespace;
        private boolean json;
        private Set<ChangeClass> failOn = EnumSet.noneOf(ChangeClass.class);
        private long maxResults = MAX_RESULTS;
        private Duration timeLimit = TIME_LIMIT;
        private int sample = 1;

        void option(String name, String value) {
            switch (name) {
                case "--against" -> against = value;
                case "--since" -> since = duration(name, value);
                case "--input" -> input = Path.of(value);
                case "--namespace" -> namespace = value;
                case "--format" -> json = isJson(value);
                case "--fail-on" -> failOn = classes(value);
                case "--max-results" -> maxResults = number(name, value);
                case "--time-limit" -> timeLimit = duration(name, value);
                case "--sample" -> sample = number(name, value);
                default -> throw new IllegalArgumentException("Unknown option: " + name);
            }
        }

        SimulateArguments arguments() {
            return new SimulateArguments(
                    folder,
                    Optional.ofNullable(against).filter(where -> !where.equals(ACTIVE)),
                    since == null ? WEEK : since,
                    Optional.ofNullable(input),
                    Optional.ofNullable(namespace),
                    json,
                    failOn,
                    new SimulationLimits(maxResults, timeLimit, sample));
        }
    }

    private static Set<ChangeClass> classes(String list) {
        var classes = EnumSet.noneOf(ChangeClass.class);
        Arrays.stream(list.split(","))
                .map(label -> ChangeClass.of(label.strip())
                        .orElseThrow(() -> new IllegalArgumentException(
                                "--fail-on takes added, removed, changed, rejected, not " + label)))
                .forEach(classes::add);
        return classes;
    }

    private static Duration duration(String option, String value) {
        try {
            var duration = DurationConverter.parseDuration(value);
            require(duration != null && !duration.isZero() && !duration.isNegative(), option + " must be positive");
            return duration;
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException(option + " is a time such as 30s or 7d, not " + value, malformed);
        }
    }

    private static int number(String option, String value) {
        try {
            var number = Integer.parseInt(value);
            require(number > 0, option + " must be positive");
            return number;
        } catch (NumberFormatException malformed) {
            throw new IllegalArgumentException(option + " is a number, not " + value, malformed);
        }
    }
}

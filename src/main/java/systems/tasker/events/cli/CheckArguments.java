package systems.tasker.events.cli;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import static systems.tasker.events.cli.Arguments.isJson;
import static systems.tasker.events.cli.Arguments.require;
import static systems.tasker.events.cli.Arguments.value;

/**
 * The arguments of {@code check}.
 *
 * @param folder the templates' folder
 * @param publishers the known publishers, if given
 * @param against the folder or service with the active templates
 * @param json whether the output is JSON
 * @param strict whether warnings are problems
 */
record CheckArguments(
        Path folder, Optional<List<String>> publishers, Optional<String> against, boolean json, boolean strict) {

    static final String USAGE = """
            Usage: check <dir> [--publishers <name>,<name>...] [--against <dir or URL>] [--format human|json] [--strict]
                   migrate
                   doctor [--format human|json]
                   simulate <dir> [--input <file>|--since <time>] [--against <dir or URL>|active] [--namespace <name>]
                            [--fail-on added,removed,changed,rejected] [--sample <n>] [--max-results <n>] [--time-limit <time>]
                            [--format human|json]
                   try
                   --version

              <dir>         the folder with the task templates
              --publishers  the publishers that the service has; their names are not checked without it
              --against     the active templates, a folder or the URL of a service: what breaks consumers of their events is a problem;
                            a service is asked with the token TASKER_CHECK_TOKEN or the key TASKER_CHECK_API_KEY of the environment
              --format      human (the default): a line for each problem; json: one object
              --strict      unknown keys of declared events and misspelled keywords of their schemas are problems, not warnings

              migrate       brings the database up to date for the templates in tasker.templates.path, and ends
              doctor        reports what is wrong with the database, the queues and the templates that the environment names, and its fix
              simulate      runs recorded results through the journey with the templates of a folder, and reports which events would differ
                            from those of --against, by default the ones in tasker.templates.path; publishes nothing
              --input       the results, one posted body per line, each with its task_sequence_step; without it, those of the database
              --since       age of the oldest results of the database, 7d by default
              --fail-on     differences that are problems; without it there are none
              --sample      simulates one of n results; --max-results (1000000) and --time-limit (10m) end the simulation

              try           the service with an embedded database, the sample templates and no authentication, for this machine alone
              --version     prints version, commit and Quarkus version

            Exit code: 0 without problems, 1 with problems, 2 when nothing could be checked. Without arguments the program is the service.
            """;

    /**
     * Parses the arguments after {@code check}.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    static CheckArguments of(List<String> arguments) {
        var left = new ArrayDeque<>(arguments);
        String folder = null;
        Optional<List<String>> publishers = Optional.empty();
        Optional<String> against = Optional.empty();
        var json = false;
        var strict = false;
        while (!left.isEmpty()) {
            var argument = left.poll();
            switch (argument) {
                case "--publishers" -> publishers = Optional.of(names(value(argument, left.poll())));
                case "--against" -> against = Optional.of(value(argument, left.poll()));
                case "--format" -> json = isJson(value(argument, left.poll()));
                case "--strict" -> strict = true;
                default -> {
                    require(!argument.startsWith("--"), "Unknown option: " + argument);
                    require(folder == null, "One folder at a time, not also " + argument);
                    folder = argument;
                }
            }
        }
        require(folder != null, "Which folder?");
        return new CheckArguments(Path.of(folder), publishers, against, json, strict);
    }

    private static List<String> names(String list) {
        return Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }
}

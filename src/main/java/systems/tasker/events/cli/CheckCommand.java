package systems.tasker.events.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

import systems.tasker.events.template.TemplateCheck;

/** Checks a folder of templates and reports the problems. Starts no part of the service, neither database nor HTTP server. */
final class CheckCommand {

    static final int FAULTLESS = 0;
    static final int FAULTY = 1;
    static final int NOT_CHECKED = 2;

    // The report has the problems of schemas, which the validator logs as well. An unreferenced logger loses its level.
    private static final Logger VALIDATOR = Logger.getLogger("com.networknt");

    private CheckCommand() {}

    /**
     * Runs the command.
     *
     * @return the exit code
     */
    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        if (arguments.contains("--help")) {
            out.print(CheckArguments.USAGE);
            return FAULTLESS;
        }
        CheckArguments parsed;
        try {
            parsed = CheckArguments.of(arguments);
        } catch (IllegalArgumentException wrongUsage) {
            return wrongUsage(wrongUsage.getMessage(), err);
        }
        VALIDATOR.setLevel(Level.OFF);
        try {
            var active = parsed.against().map(BaselineContracts::of);
            var check = TemplateCheck.of(parsed.folder(), parsed.publishers(), active, parsed.strict());
            out.print(parsed.json() ? CheckReport.json(parsed, check) : CheckReport.human(parsed, check));
            return check.problems().isEmpty() ? FAULTLESS : FAULTY;
        } catch (CannotCompareException unavailable) {
            err.println(unavailable.getMessage());
            return NOT_CHECKED;
        }
    }

    /**
     * Reports a first argument that is no command.
     *
     * @return the exit code
     */
    static int unknown(String argument, PrintStream out, PrintStream err) {
        if (argument.equals("--help")) {
            return run(List.of(argument), out, err);
        }
        return wrongUsage("Unknown command: " + argument, err);
    }

    /**
     * Reports wrong usage of another command.
     *
     * @param parser of its arguments, which are reported unless it accepts them
     * @return the exit code
     */
    static int misused(Function<List<String>, ?> parser, List<String> arguments, PrintStream out, PrintStream err) {
        if (arguments.contains("--help")) {
            out.print(CheckArguments.USAGE);
            return FAULTLESS;
        }
        return Arguments.problem(parser, arguments)
                .map(problem -> wrongUsage(problem, err))
                .orElse(FAULTLESS);
    }

    private static int wrongUsage(String complaint, PrintStream err) {
        err.println(complaint);
        err.print(CheckArguments.USAGE);
        return NOT_CHECKED;
    }
}

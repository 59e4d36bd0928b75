package systems.tasker.events.cli;

import java.io.PrintStream;
import java.security.Security;
import java.util.Arrays;
import java.util.List;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

import systems.tasker.events.observability.BuildInfo;

/**
 * Selects the command before Quarkus starts: without arguments the program is the service, with {@code check} it checks templates and ends,
 * with {@code migrate} it prepares the database and ends, with {@code doctor} it diagnoses the installation and ends, with {@code simulate}
 * it simulates recorded results and ends, with {@code try} it is the service on an embedded database.
 */
// Named, so that an application built on this one can have its own main class; by default the library's properties
// select this one.
@QuarkusMain(name = "tasker-domain-events")
public final class Main {

    // Read once, with the first name that is resolved.
    private static final String ADDRESS_TTL = "networkaddress.cache.ttl";

    // Quarkus creates a bean of it.
    Main() {}

    public static void main(String... args) {
        forgetAddressesSoon();
        if (args.length == 0) {
            Quarkus.run(null, StartFailure::exit, args);
            return;
        }
        if (args[0].equals("migrate") && args.length == 1) {
            Migration.start();
            return;
        }
        var arguments = Arrays.asList(args);
        var further = arguments.subList(1, args.length);
        if (args[0].equals("doctor")
                && Arguments.problem(DoctorArguments::of, further).isEmpty()) {
            DoctorCommand.start(further);
            return;
        }
        if (args[0].equals("simulate")
                && Arguments.problem(SimulateArguments::of, further).isEmpty()) {
            SimulateCommand.start(further);
            return;
        }
        if (args[0].equals("try") && args.length == 1 && Trial.isPossible()) {
            Trial.start();
            return;
        }
        System.exit(end(arguments, System.out, System.err));
    }

    /** The name of a database moves in a failover; the JVM would keep its old address for 30 seconds. */
    private static void forgetAddressesSoon() {
        if (Security.getProperty(ADDRESS_TTL) == null && System.getProperty("sun.net.inetaddr.ttl") == null) {
            Security.setProperty(ADDRESS_TTL, "5");
        }
    }

    /**
     * Runs a command that does not need Quarkus.
     *
     * @return the exit code
     */
    static int end(List<String> arguments, PrintStream out, PrintStream err) {
        var further = arguments.subList(1, arguments.size());
        return switch (arguments.get(0)) {
            case "check" -> CheckCommand.run(further, out, err);
            case "doctor" -> CheckCommand.misused(DoctorArguments::of, further, out, err);
            case "simulate" -> CheckCommand.misused(SimulateArguments::of, further, out, err);
            case "try" -> Trial.reject(Trial.isPossible(), err);
            case "--version" -> {
                out.println(BuildInfo.current().line());
                yield CheckCommand.FAULTLESS;
            }
            default -> CheckCommand.unknown(String.join(" ", arguments), out, err);
        };
    }
}

package systems.tasker.events.cli;

import java.util.Arrays;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/**
 * Decides what to do before anything of Quarkus starts: without arguments the program is the service, with {@code check} it checks templates
 * and ends, with {@code migrate} it prepares the database and ends.
 */
// Named, so that an application built on this one may have a main class of its own; application.properties says that
// this is the one.
@QuarkusMain(name = "tasker-domain-events")
public final class Main {

    // Quarkus makes a bean of it.
    Main() {}

    public static void main(String... args) {
        if (args.length == 0) {
            Quarkus.run(args);
            return;
        }
        if (args[0].equals("migrate") && args.length == 1) {
            Migration.start();
            return;
        }
        var command = args[0].equals("check")
                ? CheckCommand.run(Arrays.asList(args).subList(1, args.length), System.out, System.err)
                : CheckCommand.unknown(String.join(" ", args), System.out, System.err);
        System.exit(command);
    }
}

package systems.tasker.events.command;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Decides what to do before anything of Quarkus starts: without arguments the program is the service, with {@code migrate} it prepares one. */
// Named, so that an application built on this one may have a main class of its own; application.properties says that
// this is the one.
@QuarkusMain(name = "tasker-domain-events")
public final class Main {

    private static final int WRONG_USAGE = 2;

    // Quarkus makes a bean of it.
    Main() {}

    public static void main(String... args) {
        if (args.length == 0) {
            Quarkus.run(args);
        } else if (args[0].equals("migrate") && args.length == 1) {
            Migration.start();
        } else {
            System.err.println("Unknown command: " + String.join(" ", args));
            System.err.println("Usage: migrate, or nothing for the service");
            System.exit(WRONG_USAGE);
        }
    }
}

package systems.tasker.events.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;

import systems.tasker.events.observability.Lifecycle;
import systems.tasker.events.postgres.doctor.Doctor;

/**
 * Diagnoses the installation that the configuration names, and ends.
 *
 * <p>It begins as an ordinary start, which configures the database's clients as those of the service, and ends before anything is prepared:
 * no migration, no queue, no port. So it also diagnoses an installation on which the service does not start.
 */
@Singleton
class DoctorCommand {

    /** The environment configures the service; these settings of the diagnosis override it. */
    private static final Map<String, String> SETTINGS = Map.of(
            "quarkus.flyway.migrate-at-start", "false",
            // It has no callers, so it needs no authentication settings and asks no issuer of tokens.
            "tasker.auth", "none",
            "quarkus.http.host-enabled", "false",
            "quarkus.management.host-enabled", "false",
            // The report alone is on the standard output.
            "quarkus.log.console.stderr", "true",
            "quarkus.shutdown.delay", "0S");

    private static volatile DoctorArguments arguments;
    private static volatile Integer outcome;

    private final Instance<Doctor> doctor;

    DoctorCommand(Instance<Doctor> doctor) {
        this.doctor = doctor;
    }

    /**
     * Reports wrong usage.
     *
     * @return the exit code
     */
    static int reject(List<String> given, PrintStream err) {
        try {
            DoctorArguments.of(given);
            return CheckCommand.FAULTLESS;
        } catch (IllegalArgumentException wrongUsage) {
            err.println(wrongUsage.getMessage());
            err.print(CheckArguments.USAGE);
            return CheckCommand.NOT_CHECKED;
        }
    }

    /** Starts, diagnoses and ends the process. */
    static void start(List<String> given) {
        arguments = DoctorArguments.of(given);
        SETTINGS.forEach(System::setProperty);
        Quarkus.run(
                null,
                (code, fault) -> System.exit(StartedCommand.exitCode(outcome, "Not diagnosed", fault, System.err)));
    }

    void diagnose(@Observes @Priority(Lifecycle.START_COMMAND) StartupEvent start) {
        if (arguments != null) {
            outcome = run(doctor.get(), arguments, System.out, System.err);
            // Quarkus takes a start without further steps for one that succeeded, and would wait for its end.
            Quarkus.asyncExit(outcome);
            throw new PreventFurtherStepsException(outcome);
        }
    }

    /**
     * Prints the report.
     *
     * @return the exit code
     */
    static int run(Doctor doctor, DoctorArguments arguments, PrintStream out, PrintStream err) {
        try {
            var diagnosis = doctor.diagnose().await().indefinitely();
            out.print(arguments.json() ? DoctorReport.json(diagnosis) : DoctorReport.human(diagnosis));
            out.flush();
            return diagnosis.healthy() ? CheckCommand.FAULTLESS : CheckCommand.FAULTY;
        } catch (RuntimeException unavailable) {
            err.println("Not diagnosed, the database is unavailable: " + unavailable.getMessage());
            return CheckCommand.NOT_CHECKED;
        }
    }
}

package systems.tasker.events.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

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

    private static volatile DoctorArguments arguments;

    private final Instance<Doctor> doctor;

    DoctorCommand(Instance<Doctor> doctor) {
        this.doctor = doctor;
    }

    /** Starts, diagnoses and ends the process. */
    static void start(List<String> given) {
        arguments = DoctorArguments.of(given);
        StartedCommand.start(Map.of(), "Not diagnosed");
    }

    void diagnose(@Observes @Priority(Lifecycle.START_COMMAND) StartupEvent start) {
        if (arguments != null) {
            StartedCommand.end(run(doctor.get(), arguments, System.out, System.err));
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

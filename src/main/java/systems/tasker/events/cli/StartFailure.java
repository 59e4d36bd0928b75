package systems.tasker.events.cli;

import java.io.PrintStream;
import java.net.BindException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import org.jboss.logging.Logger;

import systems.tasker.events.postgres.pgmq.DatabaseErrors;

/** Reports why the service did not start: in one sentence with the remedy where an operator can fix it, with a stack trace otherwise. */
final class StartFailure {

    private static final Logger LOG = Logger.getLogger(StartFailure.class);
    private static final String URL = "QUARKUS_DATASOURCE_REACTIVE_URL";
    private static final String NO_DRIVER = "Driver does not support the provided URL";
    private static final String EMBEDDED = "embedded";
    private static final int MAX_CAUSES = 50;

    private StartFailure() {}

    /** Ends the process, after a failed start with its reason. */
    static void exit(Integer code, Throwable failure) {
        if (failure != null) {
            explain(failure)
                    .ifPresentOrElse(
                            sentence -> report(sentence, System.err),
                            () -> LOG.error("The service did not start", failure));
        }
        ApplicationLifecycleManager.getDefaultExitCodeHandler().accept(code, failure);
    }

    private static void report(String sentence, PrintStream err) {
        err.println(sentence);
    }

    /** What an operator can do about a failed start; empty when it is a bug. */
    static Optional<String> explain(Throwable failure) {
        var causes = causes(failure);
        for (int i = causes.size() - 1; i >= 0; i--) {
            var sentence = sentence(causes.get(i));
            if (sentence.isPresent()) {
                return sentence;
            }
        }
        return Optional.empty();
    }

    private static List<Throwable> causes(Throwable failure) {
        var causes = new ArrayList<Throwable>();
        for (var cause = failure; cause != null && causes.size() < MAX_CAUSES; cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }

    private static Optional<String> sentence(Throwable cause) {
        if (cause instanceof ConfigurationException
                || cause instanceof ConfigValidationException
                || cause instanceof PreventFurtherStepsException) {
            return Optional.ofNullable(cause.getMessage());
        } else if (cause instanceof QuarkusBindException bind) {
            return Optional.of("Port " + bind.getPort() + " of " + bind.getHost()
                    + " cannot be opened, another process may use it: set QUARKUS_HTTP_PORT, or end that process");
        } else if (cause instanceof BindException) {
            return Optional.of("A port cannot be opened, another process may use it: set QUARKUS_MANAGEMENT_PORT or"
                    + " QUARKUS_HTTP_PORT, or end that process (" + cause.getMessage() + ")");
        } else if (cause instanceof UnknownHostException) {
            return Optional.of(
                    EMBEDDED.equals(host(cause))
                            ? "No database is configured: set " + URL + "=postgresql://host:5432/database"
                            : "The host of the database is unknown: check " + URL + " (" + cause.getMessage() + ")");
        } else if (cause instanceof ConnectException) {
            return Optional.of("The database is unavailable: check " + URL
                    + ", and that the server accepts connections (" + cause.getMessage() + ")");
        } else if (cause instanceof UnsatisfiedLinkError) {
            // Quarkus loads Kafka's compression libraries of a binary from there at the start.
            return Optional.of(
                    "A library cannot be loaded from the folder of temporary files: mount it so that it permits"
                            + " execution, such as docker run --tmpfs /tmp:exec (" + cause.getMessage() + ")");
        } else if (String.valueOf(cause.getMessage()).startsWith(NO_DRIVER)) {
            // Without the URL, which may have a password.
            return Optional.of("The database URL is malformed: set " + URL + "=postgresql://host:5432/database");
        }
        return DatabaseErrors.serverError(cause).flatMap(error -> database(error.state(), error.message()));
    }

    /** The name that was not found; the message of {@link UnknownHostException} begins with it. */
    private static String host(Throwable unknown) {
        var message = String.valueOf(unknown.getMessage());
        return message.contains(":") ? message.substring(0, message.indexOf(':')) : message;
    }

    private static Optional<String> database(String state, String message) {
        return switch (state) {
            case "28000", "28P01" ->
                Optional.of("The database rejects the user or the password: check QUARKUS_DATASOURCE_USERNAME and"
                        + " QUARKUS_DATASOURCE_PASSWORD (" + message + ")");
            case "3D000" ->
                Optional.of("The database does not exist: create it, or check " + URL + " (" + message + ")");
            case "42501" ->
                Optional.of("The database user lacks a privilege: grant it, or run `migrate` as a user that has it ("
                        + message + ")");
            case "08001", "08006", "08004" ->
                Optional.of("The database is unavailable: check " + URL + ", and that the server accepts connections ("
                        + message + ")");
            default -> Optional.empty();
        };
    }
}

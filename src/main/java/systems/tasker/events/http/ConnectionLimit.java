package systems.tasker.events.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;

/**
 * Lowers {@code quarkus.http.limits.max-connections} to half of the files that the process may open; the other half is for jars, the
 * database and what else the process needs.
 *
 * <p>A process that has no file descriptor left cannot even load the classes that would close a connection.
 */
public final class ConnectionLimit implements ConfigSourceInterceptor {

    /** The setting, from which the limits of requests and of stream readers follow. */
    public static final String PROPERTY = "quarkus.http.limits.max-connections";

    private static final long serialVersionUID = 1L;
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final String OPEN_FILES = "Max open files";
    private static final int SHARE = 2;

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        var value = context.proceed(name);
        return value != null && name.equals(PROPERTY) ? bounded(value, openFiles()) : value;
    }

    static ConfigValue bounded(ConfigValue configured, OptionalLong openFiles) {
        try {
            var most = openFiles.orElse(Long.MAX_VALUE) / SHARE;
            return Long.parseLong(configured.getValue()) <= most
                    ? configured
                    : configured.withValue(Long.toString(most));
        } catch (NumberFormatException notANumber) {
            // Quarkus reports it.
            return configured;
        }
    }

    /** The files that this process may open; empty where the system does not say. */
    static OptionalLong openFiles() {
        try {
            return openFiles(Files.readString(LIMITS));
        } catch (IOException notLinux) {
            return OptionalLong.empty();
        }
    }

    static OptionalLong openFiles(String limits) {
        return limits.lines()
                .filter(line -> line.startsWith(OPEN_FILES))
                .map(line -> line.substring(OPEN_FILES.length()).strip().split("\\s+")[0])
                .filter(soft -> soft.matches("\\d{1,18}"))
                .mapToLong(Long::parseLong)
                .findFirst();
    }
}

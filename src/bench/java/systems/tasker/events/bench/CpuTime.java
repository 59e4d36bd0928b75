package systems.tasker.events.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * CPU time of the processes that share a machine, from {@code /proc}; user and kernel. It is steadier than a rate where the machine is
 * noisy.
 *
 * @param service time of the service's process, in seconds or in microseconds per result
 * @param database the same of the database server and of all its sessions, those that have ended included
 */
record CpuTime(double service, double database) {

    // Ticks of /proc are hundredths of a second on every Linux that the JDK supports.
    private static final double TICKS_PER_SECOND = 100;
    private static final double MICROS = 1e6;
    // Fields after the name in brackets, which may itself contain blanks; see proc(5).
    private static final int PARENT = 1;
    private static final int USER = 11;
    private static final int KERNEL = 12;
    private static final int ENDED_CHILDREN_USER = 13;
    private static final int ENDED_CHILDREN_KERNEL = 14;

    /** Time of one process in seconds, and the kernel's part of it. */
    record OfProcess(double total, double kernel) {

        OfProcess minus(OfProcess before) {
            return new OfProcess(total - before.total, kernel - before.kernel);
        }
    }

    static OfProcess of(long process) {
        var stat = stat(Path.of("/proc", Long.toString(process)));
        return new OfProcess(ticks(stat, USER, KERNEL) / TICKS_PER_SECOND, ticks(stat, KERNEL) / TICKS_PER_SECOND);
    }

    static CpuTime now(long service, long postmaster) {
        var server = stat(Path.of("/proc", Long.toString(postmaster)));
        double database = ticks(server, USER, KERNEL, ENDED_CHILDREN_USER, ENDED_CHILDREN_KERNEL);
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (var process : processes) {
                var session = stat(process);
                if (session.length > PARENT && Long.parseLong(session[PARENT]) == postmaster) {
                    database += ticks(session, USER, KERNEL);
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return new CpuTime(of(service).total(), database / TICKS_PER_SECOND);
    }

    CpuTime minus(CpuTime before) {
        return new CpuTime(service - before.service, database - before.database);
    }

    /** Microseconds for each of some results. */
    CpuTime per(long results) {
        return new CpuTime(service * MICROS / results, database * MICROS / results);
    }

    private static double ticks(String[] stat, int... fields) {
        double ticks = 0;
        for (var field : fields) {
            ticks += stat.length > field ? Double.parseDouble(stat[field]) : 0;
        }
        return ticks;
    }

    /** The fields after the name; none when the process has ended. */
    private static String[] stat(Path process) {
        try {
            var line = Files.readString(process.resolve("stat"));
            return line.substring(line.lastIndexOf(')') + 2).split(" ");
        } catch (IOException ended) {
            return Stream.<String>empty().toArray(String[]::new);
        }
    }
}

package systems.tasker.events.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import systems.tasker.events.bench.Candidates.Candidate;

/** Where the service's CPU time goes under load, from a flight recording; not of binaries. */
final class ProfileBenchmark {

    // As many samples as make a tenth of a percent one of several.
    private static final int RUNS = 6;

    private final Settings settings;
    private final Candidates candidates;

    ProfileBenchmark(Settings settings, Candidates candidates) {
        this.settings = settings;
        this.candidates = candidates;
    }

    String run() {
        if (!settings.service().isJar()) {
            return "\nNo list of the hottest parts: a binary has no flight recorder here.\n";
        }
        candidates.warmUp(Candidate.SERVICE, AcceptBenchmark.CONNECTIONS);
        var pid = candidates.process(Candidate.SERVICE).pid();
        var recording = settings.directory().resolve("logs/profile.jfr");
        jcmd(
                pid,
                "JFR.start",
                "name=bench",
                "settings=" + Path.of("src/bench/jfr/cpu.jfc").toAbsolutePath());
        var before = CpuTime.of(pid);
        candidates.post(
                Candidate.SERVICE, AcceptBenchmark.CONNECTIONS, settings.run().multipliedBy(RUNS));
        var spent = CpuTime.of(pid).minus(before);
        jcmd(pid, "JFR.stop", "name=bench", "filename=" + recording);
        return String.format(
                        Locale.ROOT,
                        "%nThe service at 64 connections; the kernel takes %.1f %% of its CPU time (network, waking threads).%n",
                        100 * spent.kernel() / spent.total())
                + HotMethods.of(recording);
    }

    private void jcmd(long pid, String... arguments) {
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(pid)));
        command.addAll(List.of(arguments));
        var log = settings.directory().resolve("logs/jcmd.log");
        try {
            Files.createDirectories(log.getParent());
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " failed, see " + log);
            }
        } catch (IOException unstartable) {
            throw new UncheckedIOException(unstartable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}

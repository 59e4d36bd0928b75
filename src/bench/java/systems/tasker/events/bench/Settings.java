package systems.tasker.events.bench;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What is measured, and how long everything takes.
 *
 * @param directory where the build left the service, and where data and logs go
 * @param service the build that is measured
 * @param runs measured runs of each figure
 * @param run time of one of them
 * @param warmUp time before the first
 * @param forks JVMs that each measure the journey
 * @param backlog messages that come, wait for a consumer or leave dead rows
 * @param waiting messages that make a full queue
 * @param namespaces those of many templates
 * @param archived messages that make a large archive
 */
public record Settings(
        Path directory,
        Program service,
        int runs,
        Duration run,
        Duration warmUp,
        int forks,
        int backlog,
        int waiting,
        int namespaces,
        int archived) {

    /** Whether there is too little time for the compiler; figures then show that everything works, and little more. */
    boolean isShort() {
        return warmUp.toSeconds() < 60;
    }

    static Settings of(Path directory, Program service, boolean quick) {
        // Under load on two cores, HotSpot takes the better part of a minute to compile what there is to compile.
        return quick
                ? new Settings(
                        directory,
                        service,
                        3,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(3),
                        1,
                        100_000,
                        1_000_000,
                        100,
                        200_000)
                : new Settings(
                        directory,
                        service,
                        5,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(60),
                        2,
                        1_000_000,
                        10_000_000,
                        1_000,
                        10_000_000);
    }
}

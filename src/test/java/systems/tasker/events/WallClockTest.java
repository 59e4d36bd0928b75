package systems.tasker.events;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The wall clock may step back. Durations, intervals and windows are therefore of the monotonic clock; who reads the wall clock
 * is listed here, with what for.
 */
class WallClockTest {

    private static final String ROOT = "systems.tasker.events";

    /** The reads by class, each with its reason: times that others read, never the length of something. */
    private static final Map<String, String> READS = new TreeMap<>(Map.ofEntries(
            entry("ConnectionChecks", "compares it with the clock of the database, which the doctor reports"),
            entry("DefaultPublisher", "failed_at of a payload whose worker sent no time"),
            entry("Doctor", "the time of a diagnosis"),
            entry("EventFactory", "fired_at of events"),
            entry("EventIds", "the time in the ids, which never goes back"),
            entry("EventStatisticsResource", "the time of an answer"),
            entry("EventStream", "the time of the outcome of an event, shown"),
            entry("FailingEvents", "the time of the last failure, shown; its window is of the monotonic clock"),
            entry("Gaps", "the times of a subscriber's losses, shown"),
            entry("MetricsSubscriber", "the time of the last event, shown"),
            entry("QueueSampler", "the time of a sample, shown; its age is of the monotonic clock"),
            entry("RecordedDatabase", "the end of the period whose recorded results are read"),
            entry("RefusedEvents", "the time in a dead letter"),
            entry("Resend", "the time in the headers of a replayed message"),
            entry("Settlement", "the time in a dead letter"),
            entry("SimulateCommand", "the start of that period"),
            entry("Simulations", "the times of a simulation's start and end, shown"),
            entry("Simulator", "the time that simulated events bear"),
            entry("Subscription", "the time when an event was handled, shown"),
            entry("TemplateReload", "the time since when templates are active, shown")));

    private static final Set<Class<?>> DATES = Set.of(
            Clock.class,
            Instant.class,
            LocalDate.class,
            LocalDateTime.class,
            OffsetDateTime.class,
            ZonedDateTime.class,
            Date.class);
    private static final Set<String> READING = Set.of("now", "instant", "millis", "<init>");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void readsTheWallClockOnlyForTimestamps() {
        var reads = CLASSES.stream()
                .filter(type -> type.getAccessesFromSelf().stream().anyMatch(WallClockTest::readsTheWallClock))
                .map(WallClockTest::outermost)
                .collect(Collectors.toSet());

        assertThat(reads).isEqualTo(READS.keySet());
    }

    /** The scheduler of Quarkus compares times of the wall clock. */
    @Test
    void runsNothingWithASchedulerOfTheWallClock() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus.scheduler..", "org.quartz..")
                .check(CLASSES);
        noClasses().should().callMethod(Thread.class, "sleep", long.class).check(CLASSES);
    }

    private static boolean readsTheWallClock(JavaAccess<?> access) {
        var owner = access.getTargetOwner();
        return owner.isEquivalentTo(System.class) && access.getName().equals("currentTimeMillis")
                || DATES.stream().anyMatch(owner::isEquivalentTo) && READING.contains(access.getName());
    }

    private static String outermost(JavaClass type) {
        return type.getEnclosingClass().map(WallClockTest::outermost).orElse(type.getSimpleName());
    }
}

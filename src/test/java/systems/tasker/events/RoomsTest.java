package systems.tasker.events;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keeps the rooms apart.
 *
 * <pre>
 *     rim          ingress   catalogue   context   ledger   queues   bus   stream   metrics   relay   command   embedded   example
 *                      │         │          │       │        │       │      │        │
 *     journey          └─────────┴──────────┴───┬───┴────────┴───────┴──────┴────────┘
 *                                          publication
 *     extension points              publisher     subscriber
 *     declared                          template
 *     vocabulary                step      event      schema      observation      access      connector ─▶ pgmq
 * </pre>
 */
class RoomsTest {

    private static final String ROOT = "systems.tasker.events";
    private static final Path SOURCES = Path.of("src/main/java/systems/tasker/events");

    /** The arrows: what each room uses. The table in {@code package-info} says the same, which a test below compares. */
    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            Map.entry("step", Set.of()),
            Map.entry("event", Set.of("step")),
            Map.entry("schema", Set.of()),
            Map.entry("template", Set.of("step", "event", "schema")),
            Map.entry("publisher", Set.of("step", "event", "template")),
            Map.entry("subscriber", Set.of("step", "event")),
            Map.entry("publication", Set.of("step", "event", "schema", "template", "publisher", "observation")),
            Map.entry("context", Set.of("step", "publication", "pgmq")),
            Map.entry("ledger", Set.of("step", "event", "publication", "observation", "pgmq")),
            Map.entry("connector", Set.of("observation", "pgmq")),
            Map.entry("queues", Set.of("step", "event", "template", "publication", "observation", "access", "pgmq")),
            Map.entry("observation", Set.of()),
            Map.entry("access", Set.of()),
            Map.entry("pgmq", Set.of()),
            Map.entry("bus", Set.of("event", "subscriber", "publication")),
            Map.entry("stream", Set.of("step", "event", "template", "publication", "access")),
            Map.entry("ingress", Set.of("step", "publication", "access", "connector", "observation")),
            Map.entry("catalogue", Set.of("step", "event", "schema", "template", "publisher", "subscriber")),
            Map.entry("metrics", Set.of("event", "template", "publication", "subscriber", "observation")),
            Map.entry("relay", Set.of("step", "connector")),
            Map.entry("command", Set.of("step", "template", "observation")),
            Map.entry("embedded", Set.of("pgmq")),
            Map.entry("example", Set.of("step", "publisher")));

    private static final Set<String> RIM = Set.of(
            "context",
            "ledger",
            "queues",
            "bus",
            "stream",
            "ingress",
            "catalogue",
            "metrics",
            "relay",
            "command",
            "embedded",
            "example");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void seesTheClassesOfEveryRoom() {
        assertThat(CLASSES).hasSizeGreaterThan(80);
        assertThat(ARROWS.keySet())
                .allSatisfy(room -> assertThat(CLASSES)
                        .as(room)
                        .anyMatch(type -> room.equals(roomOf(type))
                                && !type.getSimpleName().equals("package-info")));
    }

    @Test
    void findsNoRoomThatTheTableLacks() {
        var packages = CLASSES.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());

        assertThat(packages)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(Stream.of(ROOT), ARROWS.keySet().stream().map(room -> ROOT + "." + room))
                                .toList());
    }

    @Test
    void drawsEveryArrowThatThereIsAndNoOther() {
        var drawn = new TreeMap<String, Set<String>>();
        ARROWS.forEach((room, uses) -> drawn.put(room, new TreeSet<>(uses)));

        assertThat(usedRooms()).isEqualTo(drawn);
    }

    @Test
    void saysInPackageInfoWhatItChecks() throws IOException {
        var row = Pattern.compile("<tr><td>(\\w+)</td><td>.*?</td>\\s*<td>([^<]*)</td></tr>");
        var table = Files.readString(SOURCES.resolve("package-info.java")).replaceAll("\\n \\*", "");

        var written = row.matcher(table)
                .results()
                .collect(Collectors.toMap(
                        found -> found.group(1),
                        found -> Stream.of(found.group(2).split(","))
                                .map(String::strip)
                                .filter(room -> !room.isEmpty())
                                .collect(Collectors.toSet())));

        assertThat(written).isEqualTo(ARROWS);
    }

    @Test
    void hasNoCycleOfRooms() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void letsNobodyUseTheRim() {
        assertThat(usedRooms())
                .allSatisfy((room, uses) -> assertThat(uses).as(room).doesNotContainAnyElementsOf(RIM));
    }

    @Test
    void hasNothingInTheRootButItsDrawing() {
        noClasses()
                .that()
                .doNotHaveSimpleName("package-info")
                .should()
                .resideInAPackage(ROOT)
                .check(CLASSES);
    }

    private static SortedMap<String, Set<String>> usedRooms() {
        var used = new TreeMap<String, Set<String>>();
        for (var type : CLASSES) {
            var from = roomOf(type);
            if (!from.isEmpty()) {
                var uses = used.computeIfAbsent(from, room -> new TreeSet<>());
                type.getDirectDependenciesFromSelf().stream()
                        .map(dependency -> roomOf(dependency.getTargetClass().getBaseComponentType()))
                        .filter(to -> !to.isEmpty() && !to.equals(from))
                        .forEach(uses::add);
            }
        }
        return used;
    }

    private static String roomOf(JavaClass type) {
        var name = type.getPackageName();
        return name.startsWith(ROOT + ".") ? name.substring(ROOT.length() + 1) : "";
    }
}

package systems.tasker.events;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Compares the packages with the table in the root {@code package-info}, which is the only place that lists them. */
class ArchitectureTest {

    private static final String ROOT = "systems.tasker.events";
    private static final Pattern ROW = Pattern.compile("<tr><td>([a-z.]+)</td><td>.*?</td>\\s*<td>([^<]*)</td></tr>");
    private static final Pattern ADAPTER = Pattern.compile(
            "http\\..*|messaging\\.(?!connector).*|postgres\\.ledger|bus|observability\\..*|cli|embedded");

    // Called from outside: by bean authors, the test kit, the build or the command line; the compiler inlines
    // constants: the names of meters, fields and headers, and the order of Lifecycle.
    private static final Set<String> CALLED_FROM_OUTSIDE = Set.of(
            "Main",
            "MeterNames",
            "Lifecycle",
            "EventFields",
            "MessageHeaders",
            "AllowedMethods",
            "ConnectionLimit",
            "JdbcHosts",
            "ContentTypeRequired",
            "OpenApiPerRequest",
            "OpenApiResponses",
            "ExceptionMappers",
            "SubscribesTo",
            "TargetValidation",
            "SubscriberState",
            "Journeys",
            "NonBlockingPublishersExtension",
            "SubscribesToExtension",
            "OutgoingPgmqMetadata");

    // Written by the build from the connector's annotations.
    private static final Pattern GENERATED = Pattern.compile("PgmqConnector(Common|Incoming|Outgoing)Configuration");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    private final SortedMap<String, SortedSet<String>> table = table();

    @Test
    void importsTheClassesOfEveryListedPackage() {
        assertThat(CLASSES).hasSizeGreaterThan(300);
        assertThat(table).hasSizeGreaterThan(20);
        assertThat(table.keySet())
                .allSatisfy(name -> assertThat(CLASSES)
                        .as(name)
                        .anyMatch(type -> name.equals(packageOf(type)) && !isPackageInfo(type)));
    }

    @Test
    void listsEveryPackageWithExactlyThePackagesItUses() {
        assertThat(used()).isEqualTo(table);
    }

    @Test
    void hasNoCycleOfPackages() {
        var left = new TreeMap<>(used());
        // A package all of whose uses are gone cannot be part of a cycle.
        var shrinks = true;
        while (shrinks) {
            shrinks =
                    left.entrySet().removeIf(entry -> entry.getValue().stream().noneMatch(left::containsKey));
        }

        assertThat(left).isEmpty();
    }

    @Test
    void usesNoAdapterFromAnotherPackage() {
        assertThat(used()).allSatisfy((name, uses) -> assertThat(uses).as(name).noneMatch(ADAPTER.asMatchPredicate()));
    }

    @Test
    void hasNoClassInTheRootPackage() {
        assertThat(CLASSES)
                .filteredOn(type -> type.getPackageName().equals(ROOT))
                .allMatch(ArchitectureTest::isPackageInfo);
    }

    @Test
    void makesPublicOnlyWhatAnotherPackageUses() {
        assertThat(CLASSES)
                .filteredOn(type -> type.isTopLevelClass()
                        && type.getModifiers().contains(JavaModifier.PUBLIC)
                        && !GENERATED.matcher(type.getSimpleName()).matches()
                        && !CALLED_FROM_OUTSIDE.contains(type.getSimpleName()))
                .isNotEmpty()
                .allSatisfy(type -> assertThat(type.getDirectDependenciesToSelf())
                        .as(type.getSimpleName())
                        .anyMatch(use -> !packageOf(use.getOriginClass()).equals(packageOf(type))));
    }

    private static SortedMap<String, SortedSet<String>> table() {
        try {
            var text = Files.readString(Path.of("src/main/java", ROOT.replace('.', '/'), "package-info.java"))
                    .replaceAll("\\n \\*", "");
            return ROW.matcher(text)
                    .results()
                    .collect(Collectors.toMap(
                            row -> row.group(1),
                            row -> Stream.of(row.group(2).split(","))
                                    .map(String::strip)
                                    .filter(name -> !name.isEmpty())
                                    .collect(Collectors.toCollection(TreeSet::new)),
                            (one, other) -> {
                                throw new IllegalStateException("Listed twice: " + one);
                            },
                            TreeMap::new));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static SortedMap<String, SortedSet<String>> used() {
        var used = new TreeMap<String, SortedSet<String>>();
        for (var type : CLASSES) {
            var from = packageOf(type);
            if (!from.isEmpty()) {
                var uses = used.computeIfAbsent(from, name -> new TreeSet<>());
                type.getDirectDependenciesFromSelf().stream()
                        .map(dependency -> packageOf(dependency.getTargetClass().getBaseComponentType()))
                        .filter(to -> !to.isEmpty() && !to.equals(from))
                        .forEach(uses::add);
            }
        }
        return used;
    }

    private static boolean isPackageInfo(JavaClass type) {
        return type.getSimpleName().equals("package-info");
    }

    private static String packageOf(JavaClass type) {
        var name = type.getPackageName();
        return name.startsWith(ROOT + ".") ? name.substring(ROOT.length() + 1) : "";
    }
}

package systems.tasker.events;

import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;

import systems.tasker.events.lane.Lanes;

import static org.assertj.core.api.Assertions.assertThat;

/** The packages of the tests: what they share is in {@code fixture}, which uses none of them but the test kit. */
class TestPackagesTest {

    private static final String ROOT = "systems.tasker.events";
    private static final String FIXTURE = "fixture";
    private static final String TESTKIT = "test";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.OnlyIncludeTests())
            .importPackages(ROOT);

    @Test
    void importsTheTestsAndTheirFixtures() {
        assertThat(CLASSES).hasSizeGreaterThan(250);
        assertThat(used()).containsKeys(FIXTURE, TESTKIT, "storm", "golden", "publication");
    }

    @Test
    void usesFromFixtureNoOtherTestPackageThanTheTestKit() {
        assertThat(used().get(FIXTURE)).isSubsetOf(TESTKIT);
    }

    @Test
    void usesStormTestsFromNoOtherTestPackage() {
        assertThat(used()).allSatisfy((name, uses) -> assertThat(uses).as(name).doesNotContain("storm"));
    }

    @Test
    void hasNoCycleOfTestPackages() {
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
    void hasOneDatabaseOneServiceProcessAndOneRecordingSubscriber() {
        assertThat(CLASSES)
                .filteredOn(type ->
                        type.getSimpleName().matches("Database|ServiceProcess|RecordingSubscriber|Poster|PostedStep"))
                .extracting(JavaClass::getSimpleName)
                .doesNotHaveDuplicates()
                .hasSize(5);
    }

    /** The lanes and failsafe select by these names. */
    @Test
    void namesEveryTestSoThatALaneRunsIt() {
        assertThat(CLASSES)
                .filteredOn(type ->
                        type.getMethods().stream().anyMatch(method -> method.isMetaAnnotatedWith(Testable.class)))
                .filteredOn(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                .extracting(type -> type.getName().replaceFirst("\\$.*", ""))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(name).matches(".*(Test|IT)"));
    }

    /** An application of each lane that needs it costs as much as many tests. */
    @Test
    void startsEachTestProfileInOneLane() {
        var lanes = new TreeMap<String, SortedSet<String>>();
        CLASSES.stream()
                .filter(type -> type.getName().endsWith("Test") && type.isAnnotatedWith(TestProfile.class))
                .forEach(type -> lanes.computeIfAbsent(
                                type.getAnnotationOfType(TestProfile.class)
                                        .value()
                                        .getName(),
                                name -> new TreeSet<>())
                        .add(type.getName().matches(Lanes.HTTP) ? "HTTP" : "application"));

        assertThat(lanes)
                .hasSizeGreaterThan(5)
                .allSatisfy((profile, in) -> assertThat(in).as(profile).hasSize(1));
    }

    /** By test package, the other test packages that it uses. */
    private static SortedMap<String, SortedSet<String>> used() {
        var used = new TreeMap<String, SortedSet<String>>();
        for (var type : CLASSES) {
            var from = packageOf(type);
            var uses = used.computeIfAbsent(from, name -> new TreeSet<>());
            type.getDirectDependenciesFromSelf().stream()
                    .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                    .filter(target -> CLASSES.contain(target.getName()))
                    .map(TestPackagesTest::packageOf)
                    .filter(to -> !to.equals(from))
                    .forEach(uses::add);
        }
        return used;
    }

    private static String packageOf(JavaClass type) {
        return type.getPackageName().equals(ROOT) ? "" : type.getPackageName().substring(ROOT.length() + 1);
    }
}

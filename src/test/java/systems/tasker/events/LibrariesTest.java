package systems.tasker.events;

import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

/** Keeps each library where it belongs, and everything fit for a native image. */
class LibrariesTest {

    private static final String ROOT = "systems.tasker.events";
    private static final Path SOURCES = Path.of("src/main/java/systems/tasker/events");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void usesTheDatabaseClientInFewPackages() {
        noClasses()
                .that()
                // The embedded server hands out the pool that leads to it.
                .resideOutsideOfPackages(
                        in("postgres"),
                        in("messaging.connector"),
                        in("http"),
                        in("observability.queues"),
                        in("embedded"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..sqlclient..", "io.vertx..pgclient..", "java.sql..", "javax.sql..")
                .check(CLASSES);
    }

    @Test
    void holdsSqlInFewPackages() throws IOException {
        var sql = Pattern.compile("\"\\s*(select|insert into|update|delete from|create|alter|drop|with) \\w+ ?");
        try (var files = Files.walk(SOURCES)) {
            var withSql = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> sql.matcher(text(file)).find())
                    .map(file -> SOURCES.relativize(file.getParent()).toString())
                    .collect(Collectors.toSet());

            assertThat(withSql)
                    .contains("postgres/pgmq", "postgres/ledger")
                    .isSubsetOf(
                            "postgres/pgmq",
                            "postgres/ledger",
                            "postgres/health",
                            "postgres/retention",
                            "postgres/inbox",
                            "postgres/doctor",
                            "postgres/server",
                            "postgres/recorded",
                            "http/deadletters",
                            "http/search",
                            "observability/queues",
                            "embedded");
        }
    }

    @Test
    void usesTheEventBusInOnePackage() {
        noClasses()
                .that()
                .resideOutsideOfPackage(in("bus"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..eventbus..")
                .check(CLASSES);
    }

    @Test
    void keepsDatabaseHttpAndMetersOutOfTheCore() {
        noClasses()
                .that()
                .resideInAnyPackage(Stream.of(
                                "json",
                                "step",
                                "event",
                                "schema",
                                "template",
                                "publisher",
                                "subscriber",
                                "publication",
                                "simulation")
                        .map(LibrariesTest::in)
                        .toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "jakarta.ws.rs..", "io.micrometer..")
                .check(CLASSES);
    }

    @Test
    void usesNoReflection() {
        noClasses()
                .should()
                .dependOnClassesThat(describe(
                        "are of java.lang.reflect, Type apart",
                        type -> type.getPackageName().equals("java.lang.reflect") && !type.isEquivalentTo(Type.class)))
                .orShould()
                .callMethodWhere(looksUpByName())
                .check(CLASSES);
    }

    @Test
    void injectsIntoConstructorsOnly() {
        noFields().should().beAnnotatedWith(Inject.class).check(CLASSES);
    }

    @Test
    void hasNoPrivateBeanMethods() {
        methods()
                .that(describe("CDI calls", LibrariesTest::isCalledByCdi))
                .should()
                .notBePrivate()
                .check(CLASSES);
    }

    private static String in(String name) {
        return ROOT + "." + name + "..";
    }

    private static DescribedPredicate<JavaMethodCall> looksUpByName() {
        var lookUps = Set.of("forName", "newInstance", "getMethod", "getMethods", "getDeclaredMethod", "getField");
        return describe(
                "look up a class or a member by name",
                call -> call.getTargetOwner().isEquivalentTo(Class.class) && lookUps.contains(call.getName()));
    }

    private static boolean isCalledByCdi(JavaMethod method) {
        return method.isAnnotatedWith(Produces.class)
                || method.getParameters().stream().anyMatch(parameter -> parameter.isAnnotatedWith(Observes.class));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }
}

package systems.tasker.events.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The configuration page equals the configuration interfaces: names, defaults, first sentences of the Javadoc. */
class ConfigurationTableTest {

    private static final String ROOT = "systems.tasker.events";
    private static final String ROW = "(?m)^(\\| `tasker\\.[a-z0-9.{}-]+` \\| .*)$";

    private final List<String> table =
            MarkdownPage.read("src/site/markdown/configuration.md").all(ROW);

    @Test
    void listsEveryPropertyWithItsDefault() {
        var expected = mappings().flatMap(ConfigurationTableTest::rows).sorted().toList();

        assertThat(table)
                .as("The table has to be, ready to paste:%n%s%n", String.join(System.lineSeparator(), expected))
                .isNotEmpty()
                .isEqualTo(expected);
    }

    @Test
    void statesTheReasonToChangeEachProperty() {
        var page = MarkdownPage.read("src/site/markdown/configuration.md").text();
        var reasons = page.substring(page.indexOf("## When to change what"));

        assertThat(table).allSatisfy(row -> assertThat(reasons).contains(row.split(" ")[1]));
    }

    @Test
    void readmeRowsEqualRowsOfTheConfigurationPage() {
        var first = MarkdownPage.readme().all(ROW);

        assertThat(first).isNotEmpty().isSubsetOf(table);
    }

    private static Stream<Class<?>> mappings() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages(ROOT).stream()
                        .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                        .map(JavaClass::reflect);
    }

    private static Stream<String> rows(Class<?> mapping) {
        return rows(mapping, mapping.getAnnotation(ConfigMapping.class).prefix());
    }

    private static Stream<String> rows(Class<?> type, String prefix) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> !method.isSynthetic())
                .flatMap(method -> {
                    var name = method.isAnnotationPresent(WithParentName.class)
                            ? prefix
                            : prefix + "." + kebabCase(method.getName());
                    var group = groupOf(method.getGenericReturnType());
                    return group.isPresent()
                            ? rows(group.get(), method.getReturnType() == Map.class ? name + ".{name}" : name)
                            : Stream.of("| `%s` | %s | %s |".formatted(name, defaultOf(method), firstSentence(method)));
                });
    }

    /** The nested group that a property is, or that a map has many of. */
    private static Optional<Class<?>> groupOf(Type type) {
        var one = type instanceof ParameterizedType map && map.getRawType() == Map.class
                ? map.getActualTypeArguments()[1]
                : type;
        return one instanceof Class<?> group
                        && group.isInterface()
                        && group.getName().startsWith(ROOT)
                ? Optional.of(group)
                : Optional.empty();
    }

    private static String kebabCase(String methodName) {
        return methodName.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    private static String defaultOf(Method method) {
        var declared = method.getAnnotation(WithDefault.class);
        return declared == null ? "none" : "`" + declared.value() + "`";
    }

    private static String firstSentence(Method method) {
        var javadoc = "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:@[^\\n]*\\s+)*[\\w.<>, ]+ " + method.getName() + "\\(\\)";
        var type = method.getDeclaringClass();
        var source = source(type);
        var found = Pattern.compile(javadoc, Pattern.DOTALL).matcher(source);
        assertThat(found.find(source.indexOf("interface " + type.getSimpleName())))
                .as("Javadoc of %s", method)
                .isTrue();
        var text = found.group(1).replaceAll("\\s*\\n\\s*\\* ?", " ").strip();
        return text.split("(?<=\\.)\\s")[0].replaceAll("\\{@code ([^}]*)}", "`$1`");
    }

    private static String source(Class<?> type) {
        var outermost = type;
        while (outermost.getDeclaringClass() != null) {
            outermost = outermost.getDeclaringClass();
        }
        var file = Path.of("src/main/java", outermost.getName().split("\\."));
        try {
            return Files.readString(file.resolveSibling(file.getFileName() + ".java"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

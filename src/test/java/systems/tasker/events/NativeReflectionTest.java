package systems.tasker.events;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;

import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A record that Jackson writes works on the JVM without further ado, but in a native image only when it is registered. */
class NativeReflectionTest {

    private static final String ROOT = NativeReflectionTest.class.getPackageName();

    private final Set<Class<?>> written = new LinkedHashSet<>();

    @Test
    void registersEveryResponseRecordForReflection() {
        // Given
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages(ROOT).stream()
                        .filter(type -> type.isAnnotatedWith(Path.class))
                        .map(JavaClass::reflect)
                        .flatMap(resource -> Arrays.stream(resource.getDeclaredMethods()))
                        .filter(NativeReflectionTest::isEndpoint)
                        .map(Method::getGenericReturnType)
                        .forEach(this::collect);

        // Then
        assertThat(written)
                .extracting(Class::getSimpleName)
                .contains(
                        "PublicationReceipt",
                        "EventReceipt",
                        "SchemaViolation",
                        "Claimed",
                        "EventView",
                        "ReloadView",
                        "TemplateProblem",
                        "SubscriberStatistics",
                        "QueueState",
                        "StatusReason",
                        "DeadLetterView",
                        "NotRedriven",
                        "StoredEvent",
                        "Place");
        assertThat(written).allMatch(type -> type.isAnnotationPresent(RegisterForReflection.class));
    }

    @Test
    void registersEveryRecordWithJacksonNamingForReflection() {
        var named = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages(ROOT).stream()
                        .filter(type -> type.isAnnotatedWith(JsonNaming.class))
                        .map(JavaClass::reflect)
                        .toList();

        assertThat(named)
                .hasSizeGreaterThan(10)
                .allMatch(type -> type.isAnnotationPresent(RegisterForReflection.class));
    }

    private static boolean isEndpoint(Method method) {
        return Arrays.stream(method.getAnnotations())
                .anyMatch(annotation -> annotation.annotationType().isAnnotationPresent(HttpMethod.class));
    }

    private void collect(Type type) {
        if (type instanceof ParameterizedType generic) {
            collect(generic.getRawType());
            Arrays.stream(generic.getActualTypeArguments()).forEach(this::collect);
        } else if (type instanceof Class<?> record && isWritten(record) && written.add(record)) {
            Arrays.stream(record.getRecordComponents())
                    .map(RecordComponent::getGenericType)
                    .forEach(this::collect);
        }
    }

    private static boolean isWritten(Class<?> type) {
        return type.isRecord() && type.getName().startsWith(ROOT) && !JsonSerializable.class.isAssignableFrom(type);
    }
}

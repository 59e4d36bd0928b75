package systems.tasker.events;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Keeps the doors of the rooms narrow: whoever makes another type public has to say so here. */
class DoorsTest {

    private static final String ROOT = "systems.tasker.events";

    private static final Map<String, Set<String>> DOORS = Map.of(
            "step",
            Set.of(
                    "StepExecutionResult",
                    "TaskSequenceStep",
                    "StepOutcome",
                    "StepJson",
                    "StrictJson",
                    "StorableText",
                    "FieldReader",
                    "InputProblem",
                    "InvalidInputException"),
            "event",
            Set.of(
                    "DomainEvent",
                    "EventMetadata",
                    "EventName",
                    "EventPattern",
                    "DeliveryMode",
                    "OrderingKey",
                    "QueueName"),
            "schema",
            Set.of("PayloadSchema", "SchemaCompiler", "SchemaViolation"),
            "template",
            Set.of(
                    "TaskTemplate",
                    "StepDefinition",
                    "EventDeclaration",
                    "PublicationCondition",
                    "TemplateCatalog",
                    "KnownPublishers"),
            "publisher",
            Set.of(
                    "BasePublisher",
                    "StepEventContext",
                    "PublisherRegistry",
                    "RegisteredPublisher",
                    "NonBlockingPublishersExtension"),
            "subscriber",
            Set.of(
                    "BaseSubscriber",
                    "SubscribesTo",
                    "DomainEvents",
                    "SubscriberRegistry",
                    "SubscriberStatistics",
                    "Subscription",
                    "SubscribesToExtension"),
            "publication",
            Set.of(
                    "StepResultProcessor",
                    "IntakeGate",
                    "StepResultSubmission",
                    "Acceptance",
                    "StepClaims",
                    "EventRouter",
                    "RouterStatistics",
                    "QueuePlan",
                    "PublicationOutcome",
                    "PublicationReceipt",
                    "ContextStore",
                    "ClaimedContext",
                    "ResultLedger",
                    "ResultCommit",
                    "DurableEvent",
                    "CommitVerdict",
                    "AcceptedResult",
                    "StoreUnavailableException",
                    "InProcessEventBus",
                    "PublicationListener"),
            "pgmq",
            Set.of(
                    "PgmqClient",
                    "PgmqInstallation",
                    "QueueMessage",
                    "MessageText",
                    "DeadLetter",
                    "QueueWakeUps",
                    "QueueTable",
                    "QueueTables",
                    "Backoff"),
            "connector",
            Set.of("IncomingPgmqMetadata", "OutgoingPgmqMetadata", "PgmqRejection"),
            "command",
            Set.of("Main"));

    // Called from outside the project: by authors of subscribers, by the build, and by whoever starts the program.
    private static final Set<String> CALLED_FROM_OUTSIDE = Set.of(
            "Main", "SubscribesTo", "NonBlockingPublishersExtension", "SubscribesToExtension", "OutgoingPgmqMetadata");

    // Written by the build from the connector's annotations, which leaves no choice.
    private static final Pattern GENERATED = Pattern.compile("PgmqConnector(Common|Incoming|Outgoing)Configuration");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void opensTheseDoorsAndNoOthers() {
        var open = new TreeMap<String, Set<String>>();
        CLASSES.stream()
                .filter(DoorsTest::isDoor)
                .forEach(type -> open.computeIfAbsent(room(type), room -> new TreeSet<>())
                        .add(type.getSimpleName()));

        assertThat(open).isEqualTo(DOORS);
    }

    @Test
    void opensNoDoorThatNobodyWalksThrough() {
        assertThat(CLASSES)
                .filteredOn(DoorsTest::isDoor)
                .filteredOn(type -> !CALLED_FROM_OUTSIDE.contains(type.getSimpleName()))
                .isNotEmpty()
                .allSatisfy(type -> assertThat(type.getDirectDependenciesToSelf())
                        .as(type.getSimpleName())
                        .anyMatch(use -> !room(use.getOriginClass()).equals(room(type))));
    }

    private static boolean isDoor(JavaClass type) {
        return type.isTopLevelClass()
                && type.getModifiers().contains(JavaModifier.PUBLIC)
                && !GENERATED.matcher(type.getSimpleName()).matches();
    }

    private static String room(JavaClass type) {
        return type.getPackageName().substring(ROOT.length() + 1);
    }
}

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

    private static final Map<String, Set<String>> DOORS = Map.ofEntries(
            Map.entry(
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
                            "InvalidInputException")),
            Map.entry(
                    "event",
                    Set.of(
                            "DomainEvent",
                            "EventMetadata",
                            "EventName",
                            "EventPattern",
                            "DeliveryMode",
                            "OrderingKey",
                            "QueueName")),
            Map.entry(
                    "schema",
                    Set.of(
                            "PayloadSchema",
                            "SchemaCompiler",
                            "SchemaViolation",
                            "SensitiveFields",
                            "SchemaCompatibility",
                            "IncompatibleChange")),
            Map.entry(
                    "template",
                    Set.of(
                            "TaskTemplate",
                            "StepDefinition",
                            "EventDeclaration",
                            "PublicationCondition",
                            "TemplateCatalog",
                            "TemplatePreparation",
                            "TemplateReload",
                            "ReloadResult",
                            "TemplateChanges",
                            "TemplateSource",
                            "TemplateCheck",
                            "TemplateProblem",
                            "EventContracts",
                            "KnownPublishers")),
            Map.entry(
                    "publisher",
                    Set.of(
                            "BasePublisher",
                            "StepEventContext",
                            "PublisherRegistry",
                            "RegisteredPublisher",
                            "NonBlockingPublishersExtension")),
            Map.entry(
                    "subscriber",
                    Set.of(
                            "BaseSubscriber",
                            "AsyncSubscriber",
                            "SubscribesTo",
                            "DomainEvents",
                            "SubscriberRegistry",
                            "SubscriberStatistics",
                            "SubscriberState",
                            "SubscriberSettings",
                            "Overflow",
                            "Gap",
                            "GapReason",
                            "Subscription",
                            "SubscribesToExtension")),
            Map.entry(
                    "publication",
                    Set.of(
                            "StepResultProcessor",
                            "Journeys",
                            "IntakeGate",
                            "StepResultSubmission",
                            "Acceptance",
                            "StepClaims",
                            "EventRouter",
                            "RouterStatistics",
                            "QueuePlan",
                            "PlannedQueues",
                            "QueueCreation",
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
                            "StoreTooSlowException",
                            "SaturatedException",
                            "InProcessEventBus",
                            "PublicationListener")),
            Map.entry("observation", Set.of("StatusSource", "StatusReason", "Burst")),
            Map.entry("access", Set.of("Caller", "Refusal")),
            Map.entry(
                    "pgmq",
                    Set.of(
                            "MessagingMeters",
                            "PgmqClient",
                            "PgmqInstallation",
                            "QueueJson",
                            "QueueMessage",
                            "MessageText",
                            "DeadLetter",
                            "QueueWakeUps",
                            "QueueTable",
                            "QueueTables",
                            "TraceHeaders",
                            "Backoff",
                            "ServerLocator",
                            "TimedTransaction")),
            Map.entry("connector", Set.of("IncomingPgmqMetadata", "OutgoingPgmqMetadata", "PgmqRejection")),
            Map.entry("ingress", Set.of("ContentTypeRequired", "ExceptionMappers")),
            Map.entry("command", Set.of("Main")));

    // Called from outside: by authors of subscribers, by the test kit, by the build, and by whoever starts the program.
    private static final Set<String> CALLED_FROM_OUTSIDE = Set.of(
            "Main",
            "ContentTypeRequired",
            "ExceptionMappers",
            "SubscribesTo",
            "SubscriberState",
            "Journeys",
            "NonBlockingPublishersExtension",
            "SubscribesToExtension",
            "OutgoingPgmqMetadata");

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

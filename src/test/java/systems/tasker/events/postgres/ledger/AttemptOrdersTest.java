package systems.tasker.events.postgres.ledger;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import jakarta.inject.Inject;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.PostedStep;
import systems.tasker.events.fixture.RecordingBus;
import systems.tasker.events.fixture.RecordingListener;
import systems.tasker.events.fixture.Seeds;
import systems.tasker.events.json.Json;
import systems.tasker.events.publication.Acceptance;
import systems.tasker.events.publication.Acceptance.Kind;
import systems.tasker.events.publication.Journeys;
import systems.tasker.events.publication.StepResultProcessor;
import systems.tasker.events.publication.StepResultSubmission;
import systems.tasker.events.publication.store.ContextStore;
import systems.tasker.events.publication.store.PublicationReceipt;
import systems.tasker.events.publisher.PublisherRegistry;
import systems.tasker.events.step.AttemptsConvention;
import systems.tasker.events.step.TaskSequenceStep;
import systems.tasker.events.template.TemplateCatalog;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Orders of {claim 1, claim 2, result 1, result 2, repeat of each}, each action at one of two replicas, compared with a model of the rule.
 *
 * <p>The orders are generated from a fixed seed; a failure names the order.
 */
@QuarkusTest
class AttemptOrdersTest {

    private static final Duration PLENTY = Duration.ofSeconds(30);
    private static final int ORDERS = 20;
    private static final int CONCURRENT_ORDERS = 20;

    @Inject
    Pool pool;

    @Inject
    ContextConfig contextConfig;

    @Inject
    LedgerConfig ledgerConfig;

    @Inject
    TemplateCatalog templates;

    @Inject
    PublisherRegistry publishers;

    private final Database database = Database.ofTests();

    private record Replica(ContextStore contexts, StepResultProcessor processor) {}

    private record Action(boolean isClaim, int attempt, int replica) {
        @Override
        public String toString() {
            return (isClaim ? "claim " : "result ") + attempt + " at " + replica;
        }
    }

    /** The rule, where one action follows another. */
    private static final class Model {
        private final boolean namesAttempt;
        private final Map<Integer, Integer> bodyOfAttempt = new HashMap<>();
        private final Map<Integer, Boolean> acceptedBodies = new HashMap<>();
        private final Integer[] cached = new Integer[2];
        private Integer claim;

        Model(boolean namesAttempt) {
            this.namesAttempt = namesAttempt;
        }

        void claim(int attempt, int replica) {
            if (claim == null || claim <= attempt) {
                claim = attempt;
                cached[replica] = attempt;
            }
        }

        /** What is expected of a result: its answer, its attempt, and whether its events are known. */
        List<Object> result(int body, int replica) {
            // A result that names its attempt gets its events from the cache, too, after its claim was ended at the
            // other replica.
            if (cached[replica] == null || claim != null && cached[replica] <= body) {
                cached[replica] = claim;
            }
            if (acceptedBodies.containsKey(body)) {
                return List.of(Kind.REPLAYED);
            }
            var attempt = namesAttempt ? Integer.valueOf(body) : claim;
            if (attempt == null && !bodyOfAttempt.isEmpty() || bodyOfAttempt.containsKey(attempt)) {
                return List.of(Kind.CONFLICT);
            }
            var hasContext = claim != null || namesAttempt && cached[replica] != null;
            acceptedBodies.put(body, true);
            if (attempt != null) {
                bodyOfAttempt.put(attempt, body);
                claim = laterThan(attempt, claim);
                cached[replica] = laterThan(attempt, cached[replica]);
            }
            return List.of(Kind.ACCEPTED, String.valueOf(attempt), hasContext);
        }

        private static Integer laterThan(int attempt, Integer claimed) {
            return claimed != null && claimed > attempt ? claimed : null;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void followTheRuleAtTwoReplicas(boolean namesAttempt) {
        var random = new Random(Long.parseLong(Seeds.CHANCE));
        for (int i = 0; i < ORDERS; i++) {
            var order = order(random);
            var step = PostedStep.payment();
            var model = new Model(namesAttempt);
            var replicas = List.of(replica(), replica());
            var firstReceipts = new HashMap<Integer, PublicationReceipt>();
            for (var action : order) {
                var replica = replicas.get(action.replica());
                if (action.isClaim()) {
                    replica.contexts().claim(context(step, action)).await().atMost(PLENTY);
                    model.claim(action.attempt(), action.replica());
                } else {
                    var answer = replica.processor()
                            .process(result(step, action, namesAttempt))
                            .await()
                            .atMost(PLENTY);
                    assertThat(described(answer))
                            .as("%s of %s", action, order)
                            .isEqualTo(model.result(action.attempt(), action.replica()));
                    if (answer.kind() == Kind.ACCEPTED) {
                        firstReceipts.put(action.attempt(), answer.receipt());
                    } else if (answer.kind() == Kind.REPLAYED) {
                        assertThat(answer.receipt())
                                .as("%s of %s", action, order)
                                .isEqualTo(firstReceipts.get(action.attempt()));
                    }
                }
                assertThat(claimedAttempt(step))
                        .as("claim after %s of %s", action, order)
                        .isEqualTo(model.claim == null ? List.of() : List.of(model.claim));
            }
            assertPublishedOnce(step, firstReceipts.values().stream().toList(), order);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void publishEachResultOnceWhenAllHappenAtTheSameMoment(boolean namesAttempt) {
        var random = new Random(Long.parseLong(Seeds.CHANCE));
        for (int i = 0; i < CONCURRENT_ORDERS; i++) {
            // Given
            var order = order(random);
            var step = PostedStep.payment();
            var replicas = List.of(replica(), replica());

            // When
            var answers = new HashMap<Integer, List<CompletableFuture<Acceptance>>>();
            var claims = new ArrayList<CompletableFuture<Boolean>>();
            for (var action : order) {
                var replica = replicas.get(action.replica());
                if (action.isClaim()) {
                    claims.add(replica.contexts().claim(context(step, action)).subscribeAsCompletionStage());
                } else {
                    answers.computeIfAbsent(action.attempt(), body -> new ArrayList<>())
                            .add(replica.processor()
                                    .process(result(step, action, namesAttempt))
                                    .subscribeAsCompletionStage());
                }
            }
            claims.forEach(CompletableFuture::join);

            // Then
            var accepted = new ArrayList<PublicationReceipt>();
            answers.forEach((body, ofBody) -> {
                var published = ofBody.stream()
                        .map(CompletableFuture::join)
                        .filter(answer -> answer.kind() != Kind.CONFLICT)
                        .toList();
                assertThat(published.stream().filter(answer -> answer.kind() == Kind.ACCEPTED))
                        .as("result %d of %s", body, order)
                        .hasSize(published.isEmpty() && !namesAttempt ? 0 : 1);
                assertThat(new HashSet<>(
                                published.stream().map(Acceptance::receipt).toList()))
                        .as("receipts of result %d of %s", body, order)
                        .hasSizeLessThanOrEqualTo(1);
                published.stream().limit(1).map(Acceptance::receipt).forEach(accepted::add);
            });
            assertPublishedOnce(step, accepted, order);
        }
    }

    private void assertPublishedOnce(PostedStep step, List<PublicationReceipt> accepted, List<Action> order) {
        assertThat(database.notifications(step.stepUuid()).stream().map(Database.Message::id))
                .as("notifications of %s", order)
                .containsExactlyInAnyOrderElementsOf(accepted.stream()
                        .map(receipt -> receipt.notification().msgId())
                        .toList());
        assertThat(database.events(step).stream().map(Database.Message::id))
                .as("events of %s", order)
                .containsExactlyInAnyOrderElementsOf(accepted.stream()
                        .flatMap(receipt -> receipt.events().stream())
                        .map(PublicationReceipt.EventReceipt::msgId)
                        .filter(Objects::nonNull)
                        .toList());
    }

    private static List<Object> described(Acceptance answer) {
        if (answer.kind() != Kind.ACCEPTED) {
            return List.of(answer.kind());
        }
        var receipt = answer.receipt();
        var hasEvents = receipt.events().stream().anyMatch(event -> event.msgId() != null);
        return List.of(answer.kind(), String.valueOf(receipt.attempt()), hasEvents);
    }

    private List<Object> claimedAttempt(PostedStep step) {
        return database
                .rows("select attempt from tasker_events.claimed_contexts where step_uuid = ?", step.stepUuid())
                .stream()
                .map(row -> row.get(0))
                .toList();
    }

    private static List<Action> order(Random random) {
        var actions = new ArrayList<Action>();
        Supplier<Integer> anyReplica = () -> random.nextInt(2);
        for (int repeat = 0; repeat < 2; repeat++) {
            for (int attempt = 1; attempt <= 2; attempt++) {
                actions.add(new Action(true, attempt, anyReplica.get()));
                actions.add(new Action(false, attempt, anyReplica.get()));
            }
        }
        Collections.shuffle(actions, random);
        return actions;
    }

    private static TaskSequenceStep context(PostedStep step, Action action) {
        return TaskSequenceStep.of(Json.read(step.context(action.attempt())), "");
    }

    private static StepResultSubmission result(PostedStep step, Action action, boolean namesAttempt) {
        var body = action.attempt() == 1 ? step.permanentFailure() : step.success();
        var named = namesAttempt ? PostedStep.with(body, "attempt", Integer.toString(action.attempt())) : body;
        return StepResultSubmission.of((ObjectNode) Json.read(named));
    }

    /** A process of its own, as far as its cache and its commits go. */
    private Replica replica() {
        var contexts = new PgContextStore(
                pool, contextConfig.retention(), 1 << 20, AttemptsConvention.AFTER_CLAIM, PLENTY, UUID::randomUUID);
        var ledger = new PgmqLedger(pool, ledgerConfig, queues -> {}, messages -> {});
        var calls = new CopyOnWriteArrayList<String>();
        return new Replica(
                contexts,
                Journeys.atomic(
                        templates,
                        publishers,
                        contexts,
                        ledger,
                        new RecordingBus(calls),
                        new RecordingListener(calls),
                        Clock.systemUTC()));
    }
}

package systems.tasker.events.http.deadletters;

import java.util.List;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.AuditTrail;
import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.InboxServer;
import systems.tasker.events.fixture.TestQueues.Message;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

/** Dead letters grouped by cause, and what can be done to those of one cause. */
@QuarkusTest
class CauseTest {

    @Inject
    Pool pool;

    private DeadLetterQueue queue;

    @BeforeEach
    void create() {
        queue = DeadLetterQueue.in(pool);
    }

    @Test
    void groupsDeadLettersByReasonAndErrorWithoutWhatDiffers() {
        // Given
        queue.failed("invalid_input", "/items/3/price must be above 0, is -1.5");
        queue.failed("invalid_input", "/items/17/price must be above 0, is -20");
        queue.failed("invalid_input", "step 0199f3c2-6d1e-7c4a-9b57-2f1d3a8e4c01 says \"no\"");
        queue.failed("invalid_input", "step 0199f3c2-6d1e-7c4a-9b57-2f1d3a8e4c02 says \"maybe\"");
        queue.failed("invalid_input", "step 0199f3c2-6d1e-7c4a-9b57-2f1d3a8e4c02 says nothing");
        queue.failed("max_attempts", "/items/3/price must be above 0, is -1.5");

        // Then
        queue.causes()
                .statusCode(200)
                .body("capped", equalTo(false))
                .body("causes.queue", not(hasItem(not(equalTo(queue.name())))))
                .body("causes.count", contains(2, 2, 1, 1))
                .body("causes.reason", contains("invalid_input", "invalid_input", "invalid_input", "max_attempts"))
                .body(
                        "causes.error",
                        contains(
                                "/items/<n>/price must be above <n>, is -<n>",
                                "step <id> says \"<text>\"",
                                "step <id> says nothing",
                                "/items/<n>/price must be above <n>, is -<n>"))
                .body("causes.path", contains("/items/<n>/price", null, null, "/items/<n>/price"))
                .body("causes.first_msg_id", contains(1, 3, 5, 6));
    }

    @Test
    void groupsMessagesThatWerePutThereByHand() {
        // Given
        queue.queues().send(queue.name(), "{\"event_name\": \"a.b\"}", "{\"dead_letter\": \"odd\"}");
        queue.queues().send(queue.name(), "[1]", null);

        // Then
        queue.causes()
                .statusCode(200)
                .body("causes", hasSize(1))
                .body("causes[0].count", equalTo(2))
                .body("causes[0].reason", nullValue())
                .body("causes[0].error", equalTo(""))
                .body("causes[0].event_names", contains("a.b"));
    }

    @Test
    void groupsDeadLettersThatTheInboxOfConsumersWrote() throws Exception {
        // Given
        var database = Database.ofTests();
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute(InboxServer.functions());
        }
        database.text("select tasker_events.register_consumer(?, 'billing', 'postgres')", queue.origin());
        queue.queues().send(queue.origin(), "{\"event_name\": \"payment.processed\"}", null);
        queue.queues().send(queue.origin(), "{\"event_name\": \"payment.refunded\"}", null);

        // When
        database.rows(
                "select tasker_events.failed(?, 'billing', msg_id, 'account ' || msg_id || ' of \"ada\" is locked', true)"
                        + " from tasker_events.receive(?, 'billing', 30, 10)",
                queue.origin(),
                queue.origin());
        database.text("select tasker_events.unregister_consumer(?)", queue.origin());

        // Then
        queue.causes()
                .statusCode(200)
                .body("causes", hasSize(1))
                .body("causes[0].count", equalTo(2))
                .body("causes[0].reason", equalTo("handler_failed"))
                .body("causes[0].error", equalTo("account <n> of *** is locked"))
                .body("causes[0].event_names", contains("payment.processed", "payment.refunded"));
    }

    @Test
    void groupsTheDeadLettersOfAllQueues() {
        queue.failed("poison", "odd");

        given().get("/v1/dead-letter-causes").then().statusCode(200).body("causes.queue", hasItem(queue.name()));
    }

    @Test
    void filtersAPageAndARedriveByCause() {
        // Given
        queue.failed("poison", "odd 1");
        queue.failed("poison", "even");
        queue.failed("poison", "odd 2");
        var cause = queue.causes().extract().jsonPath().getString("causes[0].cause");

        // Then
        queue.page("?cause=" + cause).body("dead_letters.msg_id", contains(1, 3));
        queue.redrive("{\"filter\": {\"cause\": \"%s\"}}".formatted(cause))
                .body("matched", equalTo(2))
                .body("redriven", equalTo(2));
        assertThat(queue.letters()).extracting(Message::id).containsExactly(2L);
    }

    @Test
    void discardsDeadLettersOfACauseToTheArchive() {
        // Given
        var trail = new AuditTrail();
        queue.failed("poison", "odd 1");
        queue.failed("poison", "even");
        queue.failed("poison", "odd 2");
        var filter = "{\"filter\": {\"cause\": \"%s\"}"
                .formatted(queue.causes().extract().jsonPath().getString("causes[0].cause"));

        // When
        queue.discardAll(filter + ", \"dry_run\": true}")
                .statusCode(200)
                .body("matched", equalTo(2))
                .body("discarded", equalTo(0))
                .body("remaining", equalTo(2))
                .body("dry_run", equalTo(true));
        queue.discardAll(filter + "}")
                .statusCode(200)
                .body("matched", equalTo(2))
                .body("discarded", equalTo(2))
                .body("remaining", equalTo(0));

        // Then
        trail.close();
        assertThat(queue.letters()).extracting(Message::id).containsExactly(2L);
        assertThat(Database.ofTests().rows("select msg_id from pgmq.a_" + queue.name() + " order by msg_id"))
                .containsExactly(List.of(1L), List.of(3L));
        assertThat(trail.about(queue.name()))
                .singleElement()
                .asString()
                .startsWith("Discard: ")
                .endsWith("messages=2 outcome=done");
    }

    @Test
    void groupsTheNewestDeadLettersUpToTheLimit() {
        // Given
        queue.failed("poison", "the oldest");
        queue.lettersFrom(queue.origin(), CauseCounter.MAX_MESSAGES);

        // Then
        queue.causes()
                .body("capped", equalTo(true))
                .body("causes", hasSize(1))
                .body("causes[0].count", equalTo(CauseCounter.MAX_MESSAGES));
    }

    @Test
    void answers404ForAQueueThatIsNotOfDeadLetters() {
        given().get("/v1/dead-letter-causes?queue=" + queue.origin()).then().statusCode(404);
    }
}

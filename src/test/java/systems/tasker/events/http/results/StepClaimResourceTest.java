package systems.tasker.events.http.results;

import java.util.List;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import systems.tasker.events.fixture.Api;
import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.PostedStep;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;

@QuarkusTest
class StepClaimResourceTest {

    private final PostedStep step = PostedStep.payment();

    @Test
    void answersAFirstClaimWithCreated() {
        Api.claim(step.context(1))
                .statusCode(201)
                .contentType(ContentType.JSON)
                .body("", aMapWithSize(1))
                .body("step_uuid", equalTo(step.stepUuid().toString()));
    }

    @Test
    void answersAClaimThatReplacesAnotherWithOk() {
        Api.claim(step.context(1)).statusCode(201);

        Api.claim(step.context(2))
                .statusCode(200)
                .body("step_uuid", equalTo(step.stepUuid().toString()));
    }

    @Test
    void usesTheContextOfTheLatestClaim() {
        Api.claim(step.context(1));
        Api.claim(step.context(2));

        Api.submit(step.success()).statusCode(202).body("attempt", equalTo(2));
    }

    @Test
    void keepsUnknownFieldsAndEveryDigitUpToTheEvent() throws Exception {
        // Given
        Api.claim(PostedStep.with(step.context(1), "future_field", "{\"rate\": 1.10, \"id\": 12345678901234567890}"))
                .statusCode(201);

        // When
        Api.submit(step.success()).statusCode(202);

        // Then
        var event = Database.ofTests().events(step).get(0).body();
        assertThat(event).contains("\"future_field\": {\"id\": 12345678901234567890, \"rate\": 1.10}");
    }

    @Test
    void takesJsonWithACharset() {
        given().header("Content-Type", "application/json; charset=utf-8")
                .body(step.context(1))
                .when()
                .post("/v1/step-claims")
                .then()
                .statusCode(201);
    }

    @Test
    void rejectsAContextWithoutIdsAndListsThem() {
        Api.claim("{\"task\": {\"task\": {}}}")
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors.pointer", hasItem("/task/task/task_uuid"))
                .body("errors.pointer", hasItem("/task/task/correlation_id"))
                .body("errors.pointer", hasItem("/task/namespace_name"))
                .body("errors.pointer", hasItem("/workflow_step/workflow_step_uuid"))
                .body("errors.pointer", hasItem("/workflow_step/name"));
    }

    @Test
    void acceptsAClaimWithAnInvalidStepDefinitionAndSkipsItsEvents() {
        Api.claim(step.contextDeclaring("payment.odd", "carrier_pigeon")).statusCode(201);

        Api.submit(step.success())
                .statusCode(202)
                .body("notification.msg_id", notNullValue())
                .body("events.reason", equalTo(List.of("definition_invalid")))
                .body("events[0].problems[0].pointer", equalTo("/step_definition/publishes_events/0/delivery_mode"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"charge\"", "7", "true", "[]", "[{\"name\": \"charge\"}]"})
    void acceptsAClaimWhoseStepDefinitionIsNoObjectAndSkipsItsEvents(String definition) {
        Api.claim(step.contextDeclaring(definition)).statusCode(201);

        Api.submit(step.success())
                .statusCode(202)
                .body("notification.msg_id", notNullValue())
                .body("events.reason", equalTo(List.of("definition_invalid")))
                .body("events[0].problems.pointer", equalTo(List.of("/step_definition")));
    }
}

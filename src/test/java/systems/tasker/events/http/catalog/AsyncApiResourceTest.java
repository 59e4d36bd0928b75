package systems.tasker.events.http.catalog;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import systems.tasker.events.fixture.Api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

@QuarkusTest
class AsyncApiResourceTest {

    @Test
    void describesTheEventsAndSubscribersOfThisInstance() {
        Api.get("/asyncapi")
                .statusCode(200)
                .header("Content-Type", startsWith("application/json"))
                .header("Vary", "Accept")
                .body("asyncapi", equalTo("3.0.0"))
                .body("channels", hasKey("payments_domain_events"))
                .body("channels", hasKey("purchasing_events"))
                .body(
                        "channels.'in-process'.'x-subscribers'.find { it.name == 'LoggingSubscriber' }.patterns",
                        hasItem("*"))
                .body(
                        "components.messages.'payments-payment.processed-1.0'.'x-received-by'",
                        hasItem("LoggingSubscriber"));
    }

    @ParameterizedTest
    @CsvSource({
        "/asyncapi, application/yaml, application/yaml",
        "/asyncapi, 'application/json;q=0.5, application/yaml', application/yaml",
        "/asyncapi, 'application/yaml;q=0.5, application/json', application/json",
        "/asyncapi, */*, application/json",
        "/asyncapi?format=yaml, */*, application/yaml",
        "/asyncapi?format=yaml, application/json, application/yaml",
        "/asyncapi?format=json, application/yaml, application/json"
    })
    void negotiatesJsonOrYaml(String path, String accepted, String written) throws Exception {
        // Given
        var json = new ObjectMapper().readTree(given().get("/asyncapi").asByteArray());

        // When
        var answer = given().accept(accepted).get(path);

        // Then
        var mapper = written.endsWith("yaml") ? new YAMLMapper() : new ObjectMapper();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.contentType()).startsWith(written);
        assertThat(mapper.readTree(answer.asByteArray())).isEqualTo(json);
    }

    @Test
    void answers304ForAMatchingETag() {
        // Given
        var tag = given().get("/asyncapi").header("ETag");
        var yamlTag = given().get("/asyncapi?format=yaml").header("ETag");

        // Then
        given().header("If-None-Match", tag)
                .get("/asyncapi")
                .then()
                .statusCode(304)
                .header("ETag", tag)
                .body(is(""));
        given().header("If-None-Match", "\"another\"").get("/asyncapi").then().statusCode(200);
        given().header("If-None-Match", tag)
                .get("/asyncapi?format=yaml")
                .then()
                .statusCode(200)
                .header("ETag", not(tag))
                .header("ETag", yamlTag);
    }

    @Test
    void rejectsUnsupportedFormats() {
        given().accept("application/xml")
                .get("/asyncapi")
                .then()
                .statusCode(406)
                .contentType("application/problem+json");
        Api.get("/asyncapi?format=xml")
                .statusCode(422)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:tasker:problem:invalid-input"))
                .body("errors[0].pointer", equalTo("/format"));
    }
}

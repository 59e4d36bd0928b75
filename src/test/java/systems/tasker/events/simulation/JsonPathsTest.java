package systems.tasker.events.simulation;

import org.junit.jupiter.api.Test;

import systems.tasker.events.json.Json;

import static org.assertj.core.api.Assertions.assertThat;

class JsonPathsTest {

    @Test
    void namesChangedMissingAndAddedFields() {
        assertThat(JsonPaths.between(
                        Json.read("{\"a\": 1, \"b\": {\"c\": 1}, \"d\": null}"),
                        Json.read("{\"a\": 2, \"b\": {}, \"d\": null, \"e\": true}")))
                .containsExactly("/a", "/b/c", "/e");
    }

    @Test
    void namesElementsOfArraysWithoutTheirPosition() {
        assertThat(JsonPaths.between(
                        Json.read("{\"items\": [{\"sku\": 1, \"n\": 1}, {\"sku\": 2, \"n\": 2}]}"),
                        Json.read("{\"items\": [{\"n\": 1}, {\"n\": 2}]}")))
                .containsExactly("/items/*/sku");
    }

    @Test
    void namesAnArrayOfAnotherLengthAsAWhole() {
        assertThat(JsonPaths.between(Json.read("{\"items\": [1]}"), Json.read("{\"items\": [1, 2]}")))
                .containsExactly("/items");
    }

    @Test
    void tellsNullFromMissing() {
        assertThat(JsonPaths.between(Json.read("{\"a\": null}"), Json.read("{}")))
                .containsExactly("/a");
    }

    @Test
    void namesTheWholeDocumentByASlash() {
        assertThat(JsonPaths.between(Json.read("1"), Json.read("[]"))).containsExactly("/");
    }

    @Test
    void findsNothingInEqualDocuments() {
        assertThat(JsonPaths.between(Json.read("{\"a\": 1, \"b\": [1.50]}"), Json.read("{\"b\": [1.50], \"a\": 1}")))
                .isEmpty();
    }
}

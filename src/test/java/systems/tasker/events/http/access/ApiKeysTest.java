package systems.tasker.events.http.access;

import java.util.Map;
import java.util.Set;

import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ApiKeysTest {

    // printf %s secret | sha256sum
    private static final String SECRET = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";

    private record Key(String sha256, Set<String> roles) implements AccessConfig.ApiKey {}

    @Test
    void identifiesAnApiKeyByItsDigest() {
        var keys = new ApiKeys(Map.of("worker", new Key(SECRET, Set.of("step-results:write"))));

        assertThat(keys.find("secret")).hasValue(new ApiKeys.Holder("api-key:worker", Set.of("step-results:write")));
        assertThat(keys.find("Secret")).isEmpty();
        assertThat(keys.find(SECRET)).isEmpty();
        assertThat(keys.find("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "secret, events:read, worker.sha256 must be 64 hexadecimal digits",
        SECRET + ", events:write, worker.roles may be step-results:write",
    })
    void rejectsAMalformedApiKeyDigestWithoutLoggingIt(String digest, String role, String problem) {
        assertThatThrownBy(() -> new ApiKeys(Map.of("worker", new Key(digest, Set.of(role)))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(problem)
                .hasMessageNotContaining(digest);
    }

    @Test
    void rejectsAnApiKeyOfTwoCallers() {
        var same = new Key(SECRET, Set.of("events:read"));

        assertThatThrownBy(() -> new ApiKeys(Map.of("a", same, "b", same)))
                .hasMessageContaining("is another holder's, too");
    }
}

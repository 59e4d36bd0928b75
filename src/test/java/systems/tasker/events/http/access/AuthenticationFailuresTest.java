package systems.tasker.events.http.access;

import java.util.concurrent.CompletableFuture;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.restassured.RestAssured;
import io.vertx.ext.web.Router;
import org.junit.jupiter.api.Test;

import systems.tasker.events.observability.Lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

/** Depends on the order in which Quarkus registers its filters, which an update may change. */
@QuarkusTest
class AuthenticationFailuresTest {

    @Inject
    Router router;

    @Test
    void replacesTheFailureHandlerBetweenTheFiltersOfQuarkus() {
        // Given
        var handler = new CompletableFuture<Object>();
        var route = router.route("/failure-handler")
                .order(-Lifecycle.FILTER_BODY)
                .handler(exchange -> {
                    handler.complete(exchange.get(QuarkusHttpUser.AUTH_FAILURE_HANDLER));
                    exchange.end();
                });

        // When
        RestAssured.get("/failure-handler").then().statusCode(200);
        route.remove();

        // Then
        assertThat(handler.join().getClass().getName()).startsWith(AuthenticationFailures.class.getName());
    }
}

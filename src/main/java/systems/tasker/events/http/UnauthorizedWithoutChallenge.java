package systems.tasker.events.http;

import jakarta.ws.rs.core.Response.Status;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

/**
 * Replaces, in the binary only, a method of resteasy-problem 3.21 that reads a field which Quarkus 3.33 no longer has. The native build
 * rejects it, although it is never called: access control answers 401 before Quarkus REST sees a request. Delete it with the next release
 * of resteasy-problem.
 */
@TargetClass(className = "io.quarkiverse.resteasy.problem.security.HttpUnauthorizedUtils")
final class UnauthorizedWithoutChallenge {

    private UnauthorizedWithoutChallenge() {}

    @Substitute
    static Uni<HttpProblem> toProblem(RoutingContext exchange, Exception fault) {
        return Uni.createFrom().item(HttpProblem.valueOf(Status.UNAUTHORIZED, fault.getMessage()));
    }
}

package systems.tasker.events.http;

import java.net.URI;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemPostProcessor;

/** Gives problems without a type of their own the one they should have: 404, 415 and the like RFC 9457's, 500 that of a bug. */
@Singleton
class GenericProblemType implements ProblemPostProcessor {

    private static final URI GENERIC = URI.create("about:blank");

    @Override
    public HttpProblem apply(HttpProblem problem, ProblemContext context) {
        if (problem.getType() != null) {
            return problem;
        }
        return problem.getStatusCode() == Status.INTERNAL_SERVER_ERROR.getStatusCode()
                ? Problems.internal().withInstance(problem.getInstance()).build()
                : HttpProblem.builder(problem).withType(GENERIC).build();
    }
}

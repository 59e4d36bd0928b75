package systems.tasker.events.ingress;

import java.net.URI;

import jakarta.inject.Singleton;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemPostProcessor;

/** Gives problems without a type of their own, such as 404 and 415, the one RFC 9457 has for them. */
@Singleton
class GenericProblemType implements ProblemPostProcessor {

    private static final URI GENERIC = URI.create("about:blank");

    @Override
    public HttpProblem apply(HttpProblem problem, ProblemContext context) {
        return problem.getType() == null
                ? HttpProblem.builder(problem).withType(GENERIC).build()
                : problem;
    }
}

package systems.tasker.events.http.results;

import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jboss.logging.Logger;

import systems.tasker.events.http.Problems;
import systems.tasker.events.json.InvalidInputException;
import systems.tasker.events.publication.Acceptance;
import systems.tasker.events.publication.store.PublicationReceipt;
import systems.tasker.events.publication.store.StoreUnavailableException;

/**
 * The answer to one result of a batch.
 *
 * @param status what its own request would have been answered with
 * @param receipt the receipt of one that was accepted, now or before
 * @param problem what is wrong with one that was not
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record BatchItem(int status, PublicationReceipt receipt, Map<String, Object> problem) {

    private static final Logger LOG = Logger.getLogger(BatchItem.class);
    private static final int OK = 200;
    private static final int ACCEPTED = 202;

    static BatchItem of(Acceptance acceptance) {
        return switch (acceptance.kind()) {
            case ACCEPTED -> new BatchItem(ACCEPTED, acceptance.receipt(), null);
            case REPLAYED -> new BatchItem(OK, acceptance.receipt(), null);
            case CONFLICT -> of(Problems.conflict(acceptance.receipt()).build());
        };
    }

    static BatchItem of(Throwable failure) {
        if (failure instanceof InvalidInputException invalid) {
            return of(Problems.invalidInput(invalid).build());
        } else if (failure instanceof StoreUnavailableException unavailable) {
            return of(Problems.unavailable(unavailable).build());
        }
        LOG.error("A result of a batch failed", failure);
        return of(Problems.internal().build());
    }

    private static BatchItem of(HttpProblem problem) {
        var body = new LinkedHashMap<String, Object>();
        body.put("type", problem.getType().toString());
        body.put("title", problem.getTitle());
        body.put("status", problem.getStatusCode());
        body.put("detail", problem.getDetail());
        body.putAll(problem.getParameters());
        return new BatchItem(problem.getStatusCode(), null, body);
    }
}

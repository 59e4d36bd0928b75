package systems.tasker.events.http.simulation;

import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

import systems.tasker.events.simulation.SimulationReport;

/**
 * A simulation.
 *
 * @param state {@code running}, {@code ended} or {@code failed}
 * @param read the recorded results read so far
 * @param report what would differ, once it has ended
 * @param detail why it failed
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record SimulationView(UUID id, String state, Instant startedAt, long read, SimulationReport report, String detail) {}

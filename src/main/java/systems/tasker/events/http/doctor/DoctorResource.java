package systems.tasker.events.http.doctor;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import systems.tasker.events.http.SaturatedException;
import systems.tasker.events.postgres.doctor.Diagnosis;
import systems.tasker.events.postgres.doctor.Doctor;
import systems.tasker.events.postgres.pgmq.DatabaseGuard;
import systems.tasker.events.publication.store.StoreUnavailableException;

/** Runs the checks of the installation on request. */
@Path("/v1/doctor")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Status")
class DoctorResource {

    // Of all checks together; each has a shorter one of its own.
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final Doctor doctor;
    private final DatabaseGuard database = new DatabaseGuard(TIMEOUT, StoreUnavailableException::new);
    private final AtomicBoolean running = new AtomicBoolean();

    @Inject
    DoctorResource(Doctor doctor) {
        this.doctor = doctor;
    }

    @GET
    @Operation(
            operationId = "getDiagnosis",
            summary = "What is wrong with the installation, and how to fix it",
            description =
                    "Runs read-only checks of the database, the queues and the templates, as the command `doctor` does.")
    @APIResponse(
            responseCode = "200",
            description = "The findings, errors first; `healthy` when there are none",
            content = @Content(schema = @Schema(implementation = Diagnosis.class)))
    @APIResponse(responseCode = "503", description = "The database is unavailable, or another diagnosis is running")
    // Reads the template files.
    @Blocking
    public Uni<Diagnosis> diagnosis() {
        if (!running.compareAndSet(false, true)) {
            return Uni.createFrom().failure(new SaturatedException("This instance runs another diagnosis."));
        }
        return database.guard(Uni.createFrom().deferred(doctor::diagnose))
                .onTermination()
                .invoke(() -> running.set(false));
    }
}

package systems.tasker.events.publication;

import java.util.concurrent.Callable;

import org.jboss.logging.MDC;

import systems.tasker.events.event.EventMetadata;

/**
 * Adds {@code correlation_id}, {@code task_uuid} and {@code step_uuid} to every line that is logged during a call.
 *
 * <p>Only during the call, on its thread: a journey continues on the thread that completed the commit, which serves other journeys, too.
 */
final class StepLoggingContext {

    private static final String CORRELATION_ID = "correlation_id";
    private static final String TASK_UUID = "task_uuid";
    private static final String STEP_UUID = "step_uuid";

    // A caller's text may have a megabyte, and is on every line.
    private static final int MAX_LENGTH = 255;

    private StepLoggingContext() {}

    static <T> T during(StepRun run, Callable<T> work) throws Exception {
        MDC.put(STEP_UUID, run.result().stepUuid().toString());
        run.context().ifPresent(context -> {
            MDC.put(TASK_UUID, context.taskUuid().toString());
            put(CORRELATION_ID, context.correlationId());
        });
        try {
            return work.call();
        } finally {
            clear();
        }
    }

    static void during(EventMetadata event, Runnable work) {
        MDC.put(STEP_UUID, event.stepUuid().toString());
        MDC.put(TASK_UUID, event.taskUuid().toString());
        put(CORRELATION_ID, event.correlationId());
        try {
            work.run();
        } finally {
            clear();
        }
    }

    private static void put(String key, String value) {
        if (value != null) {
            MDC.put(key, value.length() > MAX_LENGTH ? value.substring(0, MAX_LENGTH) : value);
        }
    }

    private static void clear() {
        MDC.remove(CORRELATION_ID);
        MDC.remove(TASK_UUID);
        MDC.remove(STEP_UUID);
    }
}

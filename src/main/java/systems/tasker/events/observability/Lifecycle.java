package systems.tasker.events.observability;

/**
 * The order in which the service starts, filters HTTP requests, and stops. Every observer of start or stop and every filter takes its
 * number here.
 *
 * <pre>
 *   Start, lowest first. Quarkus runs the migrations before, and opens the HTTP port after.
 *
 *      START_SETTINGS          no removed setting is set, or the start fails
 *            ▼
 *      START_COMMAND           the command doctor or simulate reports, and the start ends here
 *            ▼
 *      START_DATABASE          PGMQ and the queues of the templates exist, or the start fails
 *            ▼
 *      START_COMMIT_PROBE      the first probe of the commits
 *            ▼
 *      START_BUS               subscribers are known and started
 *            ▼
 *      START_METERS            one meter per template, subscriber and bound
 *            ▼
 *      START_QUEUE_SAMPLES     the first sample of the queues
 *            ▼
 *      START_STREAM            streams end at SIGTERM, before Quarkus waits for requests in flight
 *            ▼
 *      START_WARM_UP           the classes of connections, requests and results are loaded
 *            ▼
 *      START_RESULT_CHANNEL    messages are accepted
 *            ▼
 *      START_PERIODIC_TASKS    samples, polls of the templates, purges and the commit probe repeat
 *
 *   HTTP request, highest first. Quarkus prepares authentication at 200, and calls the endpoint after the last one.
 *
 *      FILTER_GUARD            400 and 501 for requests that are ambiguous, 503 when the instance is stopping
 *            ▼
 *      FILTER_AUTH_FAILURE     Quarkus prepares no answer to a failure of authentication
 *            ▼
 *      FILTER_CONSOLE          the files of the console, which contain no data
 *            ▼
 *      FILTER_ACCESS           401 and 403, before a byte of the body is read
 *            ▼
 *      FILTER_BODY             413, 429 and 503, then the body is read
 *
 *   Stop, lowest first. Quarkus has switched readiness off and waited for requests in flight before, and closes the pools after.
 *
 *      STOP_PERIODIC_TASKS     no task starts again
 *            ▼
 *      STOP_SIMULATION         a simulation ends with what it has read
 *            ▼
 *      STOP_QUEUE_SAMPLES      a sample that the stop interrupts is no longer reported as failed
 *            ▼
 *      STOP_STREAM             live streams end
 *            ▼
 *      STOP_RESULT_CHANNEL     no new results from the channel; those in flight are settled
 *            ▼
 *      STOP_CONNECTOR          leases of messages that were not settled are released
 *            ▼
 *      STOP_JOURNEYS           what was accepted is published
 *            ▼
 *      STOP_INTAKE             requests that were not answered are reported
 *            ▼
 *      STOP_BUS                subscribers finish what waits for them
 *            ▼
 *      STOP_NOTIFICATIONS      consumers have been notified of the last commit
 * </pre>
 */
public final class Lifecycle {

    /** The settings: before anything acts on them. */
    public static final int START_SETTINGS = 50;

    /** The command {@code doctor}: before anything is prepared, because it also diagnoses what does not start. */
    public static final int START_COMMAND = 75;

    /** The ledger: its bean may create what the other steps read. */
    public static final int START_DATABASE = 100;

    /** The commit probe: as soon as there is a queue to send to, so that it ends before the first request. */
    public static final int START_COMMIT_PROBE = 150;

    /** The bus: before results arrive, whose events go to its subscribers. */
    public static final int START_BUS = 200;

    /** Meters: after the bus, because CDI observers become subscribers when it opens. */
    public static final int START_METERS = 300;

    /** Queue monitoring: after the database, whose queues it counts. */
    public static final int START_QUEUE_SAMPLES = 400;

    /** The live tail: any time before the first request. */
    public static final int START_STREAM = 500;

    /** The warm-up: after the beans it goes through, before the first connection. */
    public static final int START_WARM_UP = 550;

    /** The result channel: last, because each message may walk the whole journey at once. */
    public static final int START_RESULT_CHANNEL = 600;

    /** Periodic tasks: after all that they work on. */
    public static final int START_PERIODIC_TASKS = 700;

    /** Malformed requests and those during the stop: before everything, since what they are is uncertain. */
    public static final int FILTER_GUARD = 300;

    /** Failures of authentication: after Quarkus sets its handler, first of those at 200, and before Quarkus REST replaces it at 199. */
    public static final int FILTER_AUTH_FAILURE = 200;

    /** The console: before access control, because a browser that loads it has no token yet. */
    public static final int FILTER_CONSOLE = 160;

    /** Authentication and authorization: before the body, so that anonymous callers cost no memory. */
    public static final int FILTER_ACCESS = 150;

    /** The body: after authorization, before Quarkus REST. */
    public static final int FILTER_BODY = 50;

    /** Periodic tasks: first, so that none starts while what it works on stops. */
    public static final int STOP_PERIODIC_TASKS = 25;

    /** A simulation: early, because the rest of its results is of no use. */
    public static final int STOP_SIMULATION = 30;

    /** Queue monitoring: before the pool closes, which fails a sample in progress. */
    public static final int STOP_QUEUE_SAMPLES = 50;

    /** The live tail: before all that waits for requests, because each stream is a request that never ends. */
    public static final int STOP_STREAM = 100;

    /** The result channel: before the connector, which it acknowledges messages to. */
    public static final int STOP_RESULT_CHANNEL = 200;

    /** The connector: before the journeys end, so that no message starts a new one. */
    public static final int STOP_CONNECTOR = 300;

    /** The journeys: before the bus, which the last events still go to. */
    public static final int STOP_JOURNEYS = 400;

    /** The intake: after the journeys, when every request that can be answered has been. */
    public static final int STOP_INTAKE = 500;

    /** The bus: after the last event. */
    public static final int STOP_BUS = 600;

    /** Notifications: after everything that sends messages, and after the observers of the application, which Quarkus calls at 2500. */
    public static final int STOP_NOTIFICATIONS = 10_000;

    private Lifecycle() {}
}

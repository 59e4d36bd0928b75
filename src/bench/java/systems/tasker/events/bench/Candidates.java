package systems.tasker.events.bench;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import systems.tasker.events.bench.LoadGenerator.Load;

/** The service and what it is compared with, in a process of its own; both use one database. */
final class Candidates implements AutoCloseable {

    private static final int TEMPLATES = 10;

    /** An endpoint that accepts results. */
    enum Candidate {
        NAIVE("/bench/naive", 1),
        BY_HAND("/bench/by-hand", 1),
        NO_DATABASE("/bench/no-database", 1),
        SERVICE(AcceptBenchmark.RESULTS, 1),
        SERVICE_BATCH(AcceptBenchmark.RESULTS + "/batch", 100);

        private final String path;
        private final int resultsPerRequest;

        Candidate(String path, int resultsPerRequest) {
            this.path = path;
            this.resultsPerRequest = resultsPerRequest;
        }

        private boolean isService() {
            return this == SERVICE || this == SERVICE_BATCH;
        }
    }

    private final Set<Candidate> warm = new HashSet<>();
    private final Settings settings;
    private final Database database;
    private final LoadGenerator wrk;
    private final Service service;
    private final Service peers;

    Candidates(Settings settings, Database database, LoadGenerator wrk) {
        this.settings = settings;
        this.database = database;
        this.wrk = wrk;
        this.service = Service.start(settings, database, TEMPLATES);
        this.peers = Service.startPeers(settings, database);
    }

    /** Lets the compiler see this load, unless it has. */
    void warmUp(Candidate candidate, int connections) {
        if (warm.add(candidate)) {
            post(candidate, connections, settings.warmUp());
        }
    }

    /** Load on an empty database. */
    Load post(Candidate candidate, int connections, Duration time) {
        database.clean();
        return wrk.post(process(candidate).url() + candidate.path, connections, candidate.resultsPerRequest, time);
    }

    /** The same load on the service, with a pause before each request. */
    Load postWithPauses(int connections, Duration pause, Duration time) {
        database.clean();
        return wrk.postWithPauses(service.url() + Candidate.SERVICE.path, connections, pause, time);
    }

    /** The process that runs it. */
    Service process(Candidate candidate) {
        return candidate.isService() ? service : peers;
    }

    @Override
    public void close() {
        peers.close();
        service.close();
    }
}

package systems.tasker.events.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

import systems.tasker.events.bench.Candidates.Candidate;
import systems.tasker.events.bench.RawSend.Content;
import systems.tasker.events.bench.Table.Goal;

/** Results over HTTP, against two ways to write it by hand and against what HTTP and the queue alone allow. */
final class AcceptBenchmark {

    static final String RESULTS = "/v1/step-results";
    static final int CONNECTIONS = 64;

    private static final int CONNECTIONS_OF_BATCHES = 8;

    private final Settings settings;
    private final Database database;
    private final Candidates candidates;
    private final Map<Candidate, List<CpuTime>> costs = new EnumMap<>(Candidate.class);

    AcceptBenchmark(Settings settings, Database database, Candidates candidates) {
        this.settings = settings;
        this.database = database;
        this.candidates = candidates;
    }

    /** @return results per second of the service at 64 connections */
    double run(Table table) {
        for (var candidate : List.of(Candidate.NAIVE, Candidate.BY_HAND, Candidate.NO_DATABASE, Candidate.SERVICE)) {
            candidates.warmUp(candidate, CONNECTIONS);
        }
        candidates.post(Candidate.SERVICE_BATCH, CONNECTIONS_OF_BATCHES, settings.run());
        var oneKilobyte = List.of(new Content(Database.EVENTS, database.ask("""
                select jsonb_build_object('task_sequence_step', message #> '{payload,task_sequence_step}')
                       || (message #> '{payload,execution_result}') from pgmq.q_benchmark_domain_events limit 1
                """)));
        var own = List.of(
                new Content(
                        Database.NOTIFICATIONS,
                        database.ask("select message::text from pgmq.q_orchestration_step_results limit 1")),
                new Content(
                        Database.EVENTS,
                        database.ask("select message::text from pgmq.q_benchmark_domain_events limit 1")));
        try (var raw = new RawSend(database)) {
            raw(raw, 4, own);
            Map<String, DoubleSupplier> things = new LinkedHashMap<>();
            things.put("a", () -> measured(Candidate.NAIVE));
            things.put("a'", () -> measured(Candidate.BY_HAND));
            things.put("b", () -> measured(Candidate.SERVICE));
            things.put(
                    "d",
                    () -> candidates
                            .post(Candidate.NO_DATABASE, CONNECTIONS, settings.run())
                            .rate());
            things.put(
                    "batch",
                    () -> candidates
                            .post(Candidate.SERVICE_BATCH, CONNECTIONS_OF_BATCHES, settings.run())
                            .rate());
            things.put("c2", () -> raw(raw, 2, oneKilobyte));
            things.put("c4", () -> raw(raw, 4, oneKilobyte));
            things.put("own2", () -> raw(raw, 2, own));
            var figures = Figure.interleaved(settings.runs(), things);
            report(table, figures);
            cost(table, "(a)", costs.get(Candidate.NAIVE));
            cost(table, "(a')", costs.get(Candidate.BY_HAND));
            cost(table, "(b)", costs.get(Candidate.SERVICE));
            return figures.get("b").median();
        }
    }

    /** The rate; what a result costs is kept. */
    private double measured(Candidate candidate) {
        var postmaster = database.postmaster();
        var process = candidates.process(candidate).pid();
        database.clean();
        var before = CpuTime.now(process, postmaster);
        var load = candidates.post(candidate, CONNECTIONS, settings.run());
        var spent = CpuTime.now(process, postmaster).minus(before);
        costs.computeIfAbsent(candidate, first -> new ArrayList<>()).add(spent.per(load.results()));
        return load.rate();
    }

    private static void cost(Table table, String of, List<CpuTime> perResult) {
        var name = "accept, 64 connections: " + of + " CPU of ";
        table.add(
                name + "the service",
                "us/result",
                new Figure(perResult.stream().map(CpuTime::service).toList()));
        table.add(
                name + "PostgreSQL",
                "us/result",
                new Figure(perResult.stream().map(CpuTime::database).toList()));
    }

    private static void report(Table table, Map<String, Figure> figures) {
        var a = figures.get("a");
        var byHand = figures.get("a'");
        var b = figures.get("b");
        var c2 = figures.get("c2");
        var c4 = figures.get("c4");
        var d = figures.get("d");
        var own = figures.get("own2");
        var limit = limit(d.median(), own.median());
        table.add("accept, 64 connections: (a) naive, two pgmq.send", "results/s", a);
        table.add("accept, 64 connections: (a') batches by hand, to (a)", "results/s", byHand, a.median());
        table.add("accept, 64 connections: (b) the service, to (a)", "results/s", b, a.median(), Goal.AT_LEAST.of(6));
        table.add(
                "accept, 64 connections: (b) the service, to (a')",
                "results/s",
                b,
                byHand.median(),
                Goal.AT_LEAST.of(1.5));
        table.add("send_batch x 100, no HTTP: (c) 2 lanes, 1 KB", "messages/s", c2);
        table.add("send_batch x 100, no HTTP: (c) 4 lanes, 1 KB", "messages/s", c4);
        table.add("send_batch x 100, no HTTP: the service's messages", "messages/s", own);
        table.add("accept, 64 connections: (d) no database", "results/s", d);
        table.add(
                "L = 1 / (1/d + 2/c), 1 KB",
                "results/s",
                new Figure(List.of(limit(d.median(), Math.max(c2.median(), c4.median())))));
        table.add("L = 1 / (1/d + 2/c), the service's messages", "results/s", new Figure(List.of(limit)));
        table.add("accept, 64 connections: (b) the service, to L", "results/s", b, limit, Goal.AT_LEAST.of(0.6));
        table.add(
                "accept in batches of 100, 8 connections, to (b)",
                "results/s",
                figures.get("batch"),
                b.median(),
                Goal.AT_LEAST.of(3));
    }

    /** What is left when HTTP and two messages per result share the cores. */
    private static double limit(double http, double messages) {
        return 1 / (1 / http + 2 / messages);
    }

    private double raw(RawSend raw, int lanes, List<Content> contents) {
        database.clean();
        return raw.rate(lanes, contents, settings.run());
    }
}

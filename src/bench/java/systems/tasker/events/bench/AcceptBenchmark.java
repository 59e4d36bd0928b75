package systems.tasker.events.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

import systems.tasker.events.bench.LoadGenerator.Load;
import systems.tasker.events.bench.RawSend.Content;
import systems.tasker.events.bench.Table.Goal;

/** Results over HTTP, against the naive way to do it and against what HTTP and the queue alone allow. */
final class AcceptBenchmark {

    static final String RESULTS = "/v1/step-results";

    private static final int MANY = 64;
    private static final int PER_BATCH = 100;

    private final Settings settings;
    private final Database database;
    private final Service service;
    private final LoadGenerator wrk;
    private final Map<String, List<CpuTime>> costs = new HashMap<>();

    AcceptBenchmark(Settings settings, Database database, Service service, LoadGenerator wrk) {
        this.settings = settings;
        this.database = database;
        this.service = service;
        this.wrk = wrk;
    }

    /** @return results per second of the service at 64 connections */
    double run(Table table) {
        var rate = throughput(table);
        latency(table, 1, true);
        latency(table, 8, false);
        return rate;
    }

    private double throughput(Table table) {
        for (var path : List.of("/bench/naive", "/bench/no-database", RESULTS)) {
            post(path, MANY, 1, settings.warmUp());
        }
        post(RESULTS + "/batch", 8, PER_BATCH, settings.run());
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
            things.put("a", () -> measured("a", "/bench/naive"));
            things.put("b", () -> measured("b", RESULTS));
            things.put(
                    "d",
                    () -> post("/bench/no-database", MANY, 1, settings.run()).rate());
            things.put(
                    "batch",
                    () -> post(RESULTS + "/batch", 8, PER_BATCH, settings.run()).rate());
            things.put("c2", () -> raw(raw, 2, oneKilobyte));
            things.put("c4", () -> raw(raw, 4, oneKilobyte));
            things.put("own2", () -> raw(raw, 2, own));
            var figures = Figure.interleaved(settings.runs(), things);
            report(table, figures);
            cost(table, "(a)", costs.get("a"));
            cost(table, "(b)", costs.get("b"));
            return figures.get("b").median();
        }
    }

    /** The rate; what a result costs is kept. */
    private double measured(String name, String path) {
        var postmaster = database.postmaster();
        database.clean();
        var before = CpuTime.now(service.pid(), postmaster);
        var load = wrk.post(service.url() + path, MANY, 1, settings.run());
        var spent = CpuTime.now(service.pid(), postmaster).minus(before);
        costs.computeIfAbsent(name, first -> new ArrayList<>()).add(spent.per(load.results()));
        return load.rate();
    }

    private static void cost(Table table, String of, List<CpuTime> perResult) {
        var name = "accept, 64 connections: " + of + " CPU of ";
        table.add(
                name + "the service",
                "us/result",
                figure(perResult.stream().map(CpuTime::service).toList()));
        table.add(
                name + "PostgreSQL",
                "us/result",
                figure(perResult.stream().map(CpuTime::database).toList()));
    }

    private static void report(Table table, Map<String, Figure> figures) {
        var a = figures.get("a").median();
        var b = figures.get("b");
        var c2 = figures.get("c2");
        var c4 = figures.get("c4");
        var d = figures.get("d").median();
        var limit = limit(d, Math.max(c2.median(), c4.median()));
        table.add("accept, 64 connections: (a) naive, two pgmq.send", "results/s", figures.get("a"));
        table.add("accept, 64 connections: (b) the service, to (a)", "results/s", b, a, Goal.AT_LEAST.of(6));
        table.add("send_batch x 100, no HTTP: (c) 2 lanes, 1 KB", "messages/s", c2);
        table.add("send_batch x 100, no HTTP: (c) 4 lanes, 1 KB", "messages/s", c4);
        table.add("send_batch x 100, no HTTP: the service's messages", "messages/s", figures.get("own2"));
        table.add("accept, 64 connections: (d) no database", "results/s", figures.get("d"));
        table.add("L = 1 / (1/d + 2/c)", "results/s", new Figure(List.of(limit)));
        table.add("accept, 64 connections: (b) the service, to L", "results/s", b, limit, Goal.AT_LEAST.of(0.6));
        table.add("accept in batches of 100, 8 connections, to (b)", "results/s", figures.get("batch"), b.median());
    }

    /** What is left when HTTP and two messages per result share the cores. */
    private static double limit(double http, double messages) {
        return 1 / (1 / http + 2 / messages);
    }

    private void latency(Table table, int connections, boolean hasGoal) {
        post("/bench/naive", connections, 1, settings.run());
        post(RESULTS, connections, 1, settings.run());
        var naive = new ArrayList<Load>();
        var ours = new ArrayList<Load>();
        for (int run = 0; run < settings.runs(); run++) {
            naive.add(post("/bench/naive", connections, 1, settings.run()));
            ours.add(post(RESULTS, connections, 1, settings.run()));
        }
        var of = connections == 1 ? "1 connection" : connections + " connections";
        var naiveP50 = figure(naive.stream().map(Load::p50).toList());
        var naiveP99 = figure(naive.stream().map(Load::p99).toList());
        var p50 = figure(ours.stream().map(Load::p50).toList());
        var p99 = figure(ours.stream().map(Load::p99).toList());
        table.add(of + ": (a) p50", "ms", naiveP50);
        add(table, of + ": (b) p50, to (a)", p50, naiveP50, hasGoal ? Goal.AT_MOST.of(1.2) : null);
        table.add(of + ": (a) p99", "ms", naiveP99);
        add(table, of + ": (b) p99, to (a)", p99, naiveP99, hasGoal ? Goal.AT_MOST.of(1) : null);
    }

    private static void add(Table table, String name, Figure figure, Figure comparedTo, Table.Bound goal) {
        if (goal == null) {
            table.add(name, "ms", figure, comparedTo.median());
        } else {
            table.add(name, "ms", figure, comparedTo.median(), goal);
        }
    }

    private static Figure figure(List<Double> samples) {
        return new Figure(samples);
    }

    private double raw(RawSend raw, int lanes, List<Content> contents) {
        database.clean();
        return raw.rate(lanes, contents, settings.run());
    }

    private Load post(String path, int connections, int resultsPerRequest, Duration time) {
        database.clean();
        return wrk.post(service.url() + path, connections, resultsPerRequest, time);
    }
}

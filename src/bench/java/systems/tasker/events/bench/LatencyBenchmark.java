package systems.tasker.events.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import systems.tasker.events.bench.Candidates.Candidate;
import systems.tasker.events.bench.LoadGenerator.Load;
import systems.tasker.events.bench.Table.Bound;
import systems.tasker.events.bench.Table.Goal;

/** What a request takes: of a few clients that each wait for their answers, against the naive way, and at half of the highest rate. */
final class LatencyBenchmark {

    private final Settings settings;
    private final Candidates candidates;

    LatencyBenchmark(Settings settings, Candidates candidates) {
        this.settings = settings;
        this.candidates = candidates;
    }

    void run(Table table) {
        candidates.warmUp(Candidate.NAIVE, AcceptBenchmark.CONNECTIONS);
        candidates.warmUp(Candidate.SERVICE, AcceptBenchmark.CONNECTIONS);
        latency(table, 1, Goal.AT_MOST.of(1.1), Goal.AT_MOST.of(1));
        latency(table, 8, null, null);
        halfLoad(table);
    }

    private void halfLoad(Table table) {
        var rates = new ArrayList<Double>();
        var typical = new ArrayList<Double>();
        var slow = new ArrayList<Double>();
        for (int run = 0; run < settings.runs(); run++) {
            var full = candidates.post(Candidate.SERVICE, AcceptBenchmark.CONNECTIONS, settings.run());
            var half =
                    candidates.postWithPauses(AcceptBenchmark.CONNECTIONS, pauseFor(full.rate() / 2), settings.run());
            rates.add(half.rate() / full.rate());
            typical.add(half.p50());
            slow.add(half.p99());
        }
        var p50 = new Figure(typical);
        table.add("half load: (b) rate, to that of 64 connections", "", new Figure(rates));
        table.add("half load: (b) p50", "ms", p50);
        table.add("half load: (b) p99, to p50", "ms", new Figure(slow), p50.median(), Goal.AT_MOST.of(4));
    }

    /** Leaves out the time of a request, a tenth of this, so that the rate is somewhat lower; the table says which it was. */
    private static Duration pauseFor(double rate) {
        return Duration.ofMillis(Math.round(AcceptBenchmark.CONNECTIONS * 1e3 / rate));
    }

    private void latency(Table table, int connections, Bound goalOfP50, Bound goalOfP99) {
        candidates.post(Candidate.NAIVE, connections, settings.run());
        candidates.post(Candidate.SERVICE, connections, settings.run());
        var naive = new ArrayList<Load>();
        var ours = new ArrayList<Load>();
        for (int run = 0; run < settings.runs(); run++) {
            naive.add(candidates.post(Candidate.NAIVE, connections, settings.run()));
            ours.add(candidates.post(Candidate.SERVICE, connections, settings.run()));
        }
        var of = connections == 1 ? "1 connection" : connections + " connections";
        compare(table, of, "p50", naive, ours, Load::p50, goalOfP50);
        compare(table, of, "p99", naive, ours, Load::p99, goalOfP99);
    }

    private static void compare(
            Table table,
            String of,
            String quantile,
            List<Load> naive,
            List<Load> ours,
            Function<Load, Double> value,
            Bound goal) {
        var comparedTo = new Figure(naive.stream().map(value).toList());
        var figure = new Figure(ours.stream().map(value).toList());
        table.add(of + ": (a) " + quantile, "ms", comparedTo);
        table.add(of + ": (b) " + quantile + ", to (a)", "ms", figure, comparedTo.median(), goal);
    }
}

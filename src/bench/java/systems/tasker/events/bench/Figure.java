package systems.tasker.events.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

/** What several runs of the same thing measured. */
public record Figure(List<Double> samples) {

    public Figure {
        samples = samples.stream().sorted().toList();
    }

    public double median() {
        int half = samples.size() / 2;
        return samples.size() % 2 == 1 ? samples.get(half) : (samples.get(half - 1) + samples.get(half)) / 2;
    }

    public double min() {
        return Collections.min(samples);
    }

    public double max() {
        return Collections.max(samples);
    }

    /** Measures several things in turn, round after round, so that whatever disturbs the machine disturbs them all. */
    public static Map<String, Figure> interleaved(int rounds, Map<String, DoubleSupplier> things) {
        var samples = new LinkedHashMap<String, List<Double>>();
        for (int round = 0; round < rounds; round++) {
            things.forEach((name, thing) -> {
                var sample = thing.getAsDouble();
                System.err.printf("    %-45s %,14.1f%n", name, sample);
                samples.computeIfAbsent(name, first -> new ArrayList<>()).add(sample);
            });
        }
        var figures = new LinkedHashMap<String, Figure>();
        samples.forEach((name, measured) -> figures.put(name, new Figure(measured)));
        return figures;
    }
}

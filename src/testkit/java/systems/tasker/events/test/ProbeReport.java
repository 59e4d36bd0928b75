package systems.tasker.events.test;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a probe found.
 *
 * @param publisher the publisher's name
 * @param samples how many results it was asked about
 * @param published of how many of them it made a payload
 * @param findings what it must not do, in the order it was found
 */
public record ProbeReport(String publisher, int samples, int published, List<ProbeFinding> findings) {

    private static final int SHOWN_PER_KIND = 3;

    public ProbeReport {
        findings = List.copyOf(findings);
    }

    /** The kinds of findings there are. */
    public Set<ProbeFinding.Kind> kinds() {
        return findings.stream().map(ProbeFinding::kind).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public String toString() {
        Map<ProbeFinding.Kind, List<ProbeFinding>> byKind =
                findings.stream().collect(Collectors.groupingBy(ProbeFinding::kind, TreeMap::new, Collectors.toList()));
        return publisher + " was asked about " + samples + " results and made " + published + " payloads; "
                + (findings.isEmpty() ? "nothing was found" : findings.size() + " findings:")
                + byKind.values().stream()
                        .map(same -> same.stream()
                                        .limit(SHOWN_PER_KIND)
                                        .map(finding -> "\n  " + finding)
                                        .collect(Collectors.joining())
                                + (same.size() > SHOWN_PER_KIND
                                        ? "\n  ... and " + (same.size() - SHOWN_PER_KIND) + " more like it"
                                        : ""))
                        .collect(Collectors.joining());
    }
}

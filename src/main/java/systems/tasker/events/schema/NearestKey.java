package systems.tasker.events.schema;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the key that a misspelled one probably means. */
public final class NearestKey {

    private NearestKey() {}

    /** The key with the fewest changed, missing, additional or swapped characters: up to two, and less than a third of the key. */
    public static Optional<String> of(String written, Collection<String> known) {
        var most = Math.min(2, (written.length() - 1) / 3);
        return known.stream()
                .filter(key -> Math.abs(key.length() - written.length()) <= most)
                .filter(key -> distance(written, key) <= most)
                .min(Comparator.<String>comparingInt(key -> distance(written, key))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static int distance(String a, String b) {
        var distances = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                distances[i][j] = i == 0 || j == 0 ? i + j : step(distances, a, b, i, j);
            }
        }
        return distances[a.length()][b.length()];
    }

    private static int step(int[][] distances, String a, String b, int i, int j) {
        var changed = distances[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        var least = Math.min(changed, Math.min(distances[i - 1][j], distances[i][j - 1]) + 1);
        var isSwapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return isSwapped ? Math.min(least, distances[i - 2][j - 2] + 1) : least;
    }
}

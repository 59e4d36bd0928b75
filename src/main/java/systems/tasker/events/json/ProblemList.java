package systems.tasker.events.json;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects the problems of a document up to a number: it may have one in every place, and the answer must not be many times its size. Not
 * thread-safe.
 */
public final class ProblemList {

    /** Problems that an answer lists. */
    public static final int MAX = 100;

    private final List<InputProblem> found = new ArrayList<>();

    /** Adds a problem; those beyond the maximum count as one. */
    public void add(InputProblem problem) {
        if (found.size() < MAX) {
            found.add(problem);
        } else if (found.size() == MAX) {
            found.add(InputProblem.invalid("", "has more problems; the first " + MAX + " are listed"));
        }
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    public List<InputProblem> found() {
        return List.copyOf(found);
    }
}

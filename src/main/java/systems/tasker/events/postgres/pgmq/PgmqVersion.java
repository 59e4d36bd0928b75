package systems.tasker.events.postgres.pgmq;

import java.util.regex.Pattern;

/**
 * A version of the PGMQ extension.
 *
 * @param major its first number
 * @param minor its second number
 */
public record PgmqVersion(int major, int minor) implements Comparable<PgmqVersion> {

    /** The first with message headers in {@code send_batch}, which every durable event has. */
    public static final PgmqVersion OLDEST_SUPPORTED = new PgmqVersion(1, 5);

    private static final Pattern NUMBERS = Pattern.compile("(\\d+)\\.(\\d+).*");

    static boolean isVersion(String text) {
        return NUMBERS.matcher(text).matches();
    }

    public static PgmqVersion of(String text) {
        var numbers = NUMBERS.matcher(text);
        if (!numbers.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a version of PGMQ");
        }
        return new PgmqVersion(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)));
    }

    @Override
    public int compareTo(PgmqVersion other) {
        return major != other.major ? Integer.compare(major, other.major) : Integer.compare(minor, other.minor);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}

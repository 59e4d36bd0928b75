package systems.tasker.events.postgres.pgmq;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;

/** The rows of a result, which is iterable only. */
public final class Rows {

    private Rows() {}

    public static Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }

    public static <T> List<T> list(RowSet<Row> rows, Function<Row, T> mapping) {
        return stream(rows).map(mapping).toList();
    }
}

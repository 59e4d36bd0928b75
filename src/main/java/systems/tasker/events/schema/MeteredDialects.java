package systems.tasker.events.schema;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.DefaultDialectRegistry;
import com.networknt.schema.dialect.Dialect;

/** The drafts that the validator knows, each with its costly keywords metered. */
final class MeteredDialects extends DefaultDialectRegistry {

    private final Map<String, Dialect> metered = new ConcurrentHashMap<>();

    @Override
    public Dialect getDialect(String dialectId, SchemaRegistry registry) {
        var known = metered.get(dialectId);
        if (known == null) {
            // Not within the map: reading one dialect may ask for another.
            known = MeteredKeyword.metered(super.getDialect(dialectId, registry));
            metered.put(dialectId, known);
        }
        return known;
    }
}

package secondsite.server.configuration.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.statement.Query;

/** What rows have to fulfil, as far as it was asked for. */
final class Conditions {

    private final List<String> texts = new ArrayList<>();
    private final Map<String, Object> values = new LinkedHashMap<>();

    /** @param condition names the value {@code :name}; left out when the value is null */
    Conditions add(String condition, String name, Object value) {
        return value == null ? this : add(condition).mention(name, value);
    }

    Conditions add(String condition) {
        texts.add(condition);
        return this;
    }

    /** A value that a condition names. */
    Conditions mention(String name, Object value) {
        values.put(name, value);
        return this;
    }

    /** As it follows the table's name. */
    String where() {
        return texts.isEmpty() ? "" : " where " + String.join(" and ", texts);
    }

    Query bind(Query query) {
        values.forEach(query::bind);
        return query;
    }
}

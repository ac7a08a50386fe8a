package secondsite.server.configuration.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/** Ids as the database keeps them: their text. */
final class Ids {

    private Ids() {}

    /** @return null for none */
    static String text(Optional<UUID> id) {
        return text(id.orElse(null));
    }

    /** @return null for null */
    static String text(UUID id) {
        return id == null ? null : id.toString();
    }

    static Optional<UUID> optional(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(nullable(row, column));
    }

    /** @return null where there is none */
    static UUID nullable(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? null : UUID.fromString(text);
    }
}

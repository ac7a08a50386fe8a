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
        return id.map(UUID::toString).orElse(null);
    }

    static Optional<UUID> optional(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column)).map(UUID::fromString);
    }
}

package secondsite.server.configuration.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;

/** With what the deployment signs in somewhere else; without the secrets. */
public final class NamedCredentials {

    /**
     * One of them.
     *
     * @param kind    what it is good for
     * @param changed when the secret was given
     */
    public record Named(UUID id, String name, String kind, String userName, Instant changed) {}

    private static final RowMapper<Named> ROW = (row, _) -> new Named(UUID.fromString(row.getString("id")),
            row.getString("name"), row.getString("kind"), row.getString("user_name"),
            Micros.instant(row.getLong("changed")));

    /** By name. */
    public List<Named> all(Transaction transaction) {
        return transaction.query("select * from credential order by name").map(ROW).list();
    }

    public Optional<Named> find(Transaction transaction, UUID id) {
        return transaction.query("select * from credential where id = :id").bind("id", id.toString()).map(ROW)
                .findOne();
    }

    public void add(Transaction change, Named credential) {
        change.update("""
                insert into credential (id, name, kind, user_name, changed)
                values (:id, :name, :kind, :user, :changed)""")
                .bind("id", credential.id().toString()).bind("name", credential.name())
                .bind("kind", credential.kind()).bind("user", credential.userName())
                .bind("changed", Micros.of(credential.changed())).execute();
    }

    public void change(Transaction change, UUID id, String userName, Instant now) {
        change.update("update credential set user_name = :user, changed = :now where id = :id")
                .bind("user", userName).bind("now", Micros.of(now)).bind("id", id.toString()).execute();
    }

    public void remove(Transaction change, UUID id) {
        change.update("delete from credential where id = :id").bind("id", id.toString()).execute();
    }
}

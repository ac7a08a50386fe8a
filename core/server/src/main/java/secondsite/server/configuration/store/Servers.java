package secondsite.server.configuration.store;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.SqlStatement;

/** Process servers and master targets. */
public final class Servers {

    /** Which one, as its certificate says. @param kind {@code process-server} or {@code master-target} */
    public record Key(String kind, String name) {}

    /**
     * One of them.
     *
     * @param address  where others reach it
     * @param lastSeen when it reported, about
     */
    public record Server(Key key, URI address, String version, Optional<UUID> site, Instant firstSeen,
            Instant lastSeen) {}

    private static final RowMapper<Server> ROW = (row, _) -> new Server(
            new Key(row.getString("kind"), row.getString("name")), URI.create(row.getString("address")),
            row.getString("version"), Ids.optional(row, "site"), Micros.instant(row.getLong("first_seen")),
            Micros.instant(row.getLong("last_seen")));

    public Optional<Server> find(Transaction transaction, Key key) {
        return transaction.query("select * from server where kind = :kind and name = :name").bind("kind", key.kind())
                .bind("name", key.name()).map(ROW).findOne();
    }

    /** By kind, then by name. */
    public List<Server> all(Transaction transaction) {
        return transaction.query("select * from server order by kind, name").map(ROW).list();
    }

    public void add(Transaction change, Server server) {
        bound(change.update("""
                insert into server (kind, name, address, version, site, first_seen, last_seen)
                values (:kind, :name, :address, :version, :site, :first, :last)"""), server)
                .bind("first", Micros.of(server.firstSeen())).bind("last", Micros.of(server.lastSeen())).execute();
    }

    /** Keeps all of it but its key, and when it was seen. */
    public void update(Transaction change, Server server) {
        bound(change.update("""
                update server set address = :address, version = :version, site = :site
                where kind = :kind and name = :name"""), server).execute();
    }

    private static <T extends SqlStatement<T>> T bound(T statement, Server server) {
        return statement.bind("kind", server.key().kind()).bind("name", server.key().name())
                .bind("address", server.address().toString()).bind("version", server.version())
                .bind("site", Ids.text(server.site()));
    }

    /** Notes when servers reported. */
    public void seen(Transaction change, Map<Key, Instant> times) {
        if (!times.isEmpty()) {
            var batch = change.batch("update server set last_seen = :last where kind = :kind and name = :name");
            times.forEach((key, time) -> batch.bind("kind", key.kind()).bind("name", key.name())
                    .bind("last", Micros.of(time)).add());
            batch.execute();
        }
    }

    public void remove(Transaction change, Key key) {
        change.update("delete from server where kind = :kind and name = :name").bind("kind", key.kind())
                .bind("name", key.name()).execute();
    }
}

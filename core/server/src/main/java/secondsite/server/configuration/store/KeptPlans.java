package secondsite.server.configuration.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Update;
import secondsite.api.Json;
import secondsite.api.plan.Plan;

/** The recovery plans, each in its newest version. */
public final class KeptPlans {

    /** A plan with what is kept beside it. */
    public record Kept(UUID id, int version, Instant made, Instant changed, String changedBy, Plan plan) {}

    private static final RowMapper<Kept> ROW = (row, _) -> new Kept(UUID.fromString(row.getString("id")),
            row.getInt("version"), Micros.instant(row.getLong("made")), Micros.instant(row.getLong("changed")),
            row.getString("changed_by"), json(row, "document", Plan.class));

    static <T> T json(ResultSet row, String column, Class<T> type) throws SQLException {
        try {
            return Json.read(row.getString(column).getBytes(StandardCharsets.UTF_8), type);
        } catch (IOException e) {
            throw new SQLException("column " + column + " cannot be read", e);
        }
    }

    static String json(Object value) {
        return new String(Json.write(value), StandardCharsets.UTF_8);
    }

    /** By name. */
    public List<Kept> all(Transaction transaction) {
        return transaction.query("select * from plan order by name").map(ROW).list();
    }

    public Optional<Kept> find(Transaction transaction, UUID id) {
        return transaction.query("select * from plan where id = :id").bind("id", Ids.text(id)).map(ROW).findOne();
    }

    public void add(Transaction change, Kept plan) {
        bind(change.update("insert into plan (id, name, version, made, changed, changed_by, document)"
                + " values (:id, :name, :version, :made, :changed, :by, :document)"), plan)
                .bind("made", Micros.of(plan.made())).execute();
    }

    public void change(Transaction change, Kept plan) {
        bind(change.update("update plan set name = :name, version = :version, changed = :changed, changed_by = :by,"
                + " document = :document where id = :id"), plan).execute();
    }

    private static Update bind(Update update, Kept plan) {
        return update.bind("id", Ids.text(plan.id())).bind("name", plan.plan().name()).bind("version", plan.version())
                .bind("changed", Micros.of(plan.changed())).bind("by", plan.changedBy())
                .bind("document", json(plan.plan()));
    }

    public void remove(Transaction change, UUID id) {
        change.update("delete from plan where id = :id").bind("id", Ids.text(id)).execute();
    }
}

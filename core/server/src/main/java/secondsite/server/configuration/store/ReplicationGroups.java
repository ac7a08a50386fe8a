package secondsite.server.configuration.store;

import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;

/** Groups of machines whose points are taken at the same moment. */
public final class ReplicationGroups {

    /** One of them; who is in it stands with the machines. */
    public record Row(UUID id, String name, int pointSeconds, int holdMillis) {}

    private static final RowMapper<Row> ROW = (row, _) -> new Row(UUID.fromString(row.getString("id")),
            row.getString("name"), row.getInt("point_seconds"), row.getInt("hold_millis"));

    /** By name. */
    public List<Row> all(Transaction transaction) {
        return transaction.query("select * from replication_group order by name").map(ROW).list();
    }

    public void add(Transaction change, Row group) {
        bound(change, """
                insert into replication_group (id, name, point_seconds, hold_millis)
                values (:id, :name, :seconds, :hold)""", group);
    }

    public void set(Transaction change, Row group) {
        bound(change, """
                update replication_group set name = :name, point_seconds = :seconds, hold_millis = :hold
                where id = :id""", group);
    }

    private static void bound(Transaction change, String sql, Row group) {
        change.update(sql).bind("id", group.id().toString()).bind("name", group.name())
                .bind("seconds", group.pointSeconds()).bind("hold", group.holdMillis()).execute();
    }

    /** Its machines must have left it before. */
    public void remove(Transaction change, UUID group) {
        change.update("delete from replication_group where id = :id").bind("id", group.toString()).execute();
    }
}

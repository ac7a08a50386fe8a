package secondsite.server.configuration.store;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import secondsite.api.site.Host;

/** Computers on which machines run. */
public final class Hosts {

    private static final RowMapper<Host> ROW = (row, _) -> new Host(Ids.nullable(row, "id"),
            row.getString("name"), row.getString("address"), row.getString("platform"),
            Ids.nullable(row, "host_group"));

    public Optional<Host> find(Transaction transaction, UUID id) {
        return transaction.query("select * from host where id = :id").bind("id", id.toString()).map(ROW).findOne();
    }

    /** By name. */
    public List<Host> all(Transaction transaction) {
        return transaction.query("select * from host order by name").map(ROW).list();
    }

    public void add(Transaction change, Host host) {
        write(change, """
                insert into host (id, name, address, platform, host_group)
                values (:id, :name, :address, :platform, :group)""", host);
    }

    public void update(Transaction change, Host host) {
        write(change, """
                update host set name = :name, address = :address, platform = :platform, host_group = :group
                where id = :id""", host);
    }

    private static void write(Transaction change, String sql, Host host) {
        change.update(sql).bind("id", host.id().toString()).bind("name", host.name()).bind("address", host.address())
                .bind("platform", host.platform()).bind("group", host.group().toString()).execute();
    }

    public void remove(Transaction change, UUID id) {
        change.update("delete from host where id = :id").bind("id", id.toString()).execute();
    }
}

package secondsite.server.configuration.store;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import secondsite.api.site.HostGroup;

/** Groups of hosts and machines that share a policy. */
public final class HostGroups {

    private static final RowMapper<HostGroup> ROW = (row, _) -> new HostGroup(Ids.nullable(row, "id"),
            row.getString("name"), Ids.nullable(row, "site"), Ids.nullable(row, "policy"));

    public Optional<HostGroup> find(Transaction transaction, UUID id) {
        return transaction.query("select * from host_group where id = :id").bind("id", id.toString()).map(ROW)
                .findOne();
    }

    /** By name. */
    public List<HostGroup> all(Transaction transaction) {
        return transaction.query("select * from host_group order by name").map(ROW).list();
    }

    public void add(Transaction change, HostGroup group) {
        write(change, "insert into host_group (id, name, site, policy) values (:id, :name, :site, :policy)", group);
    }

    public void update(Transaction change, HostGroup group) {
        write(change, "update host_group set name = :name, site = :site, policy = :policy where id = :id", group);
    }

    private static void write(Transaction change, String sql, HostGroup group) {
        change.update(sql).bind("id", group.id().toString()).bind("name", group.name())
                .bind("site", group.site().toString()).bind("policy", Ids.text(group.policy())).execute();
    }

    public void remove(Transaction change, UUID id) {
        change.update("delete from host_group where id = :id").bind("id", id.toString()).execute();
    }
}

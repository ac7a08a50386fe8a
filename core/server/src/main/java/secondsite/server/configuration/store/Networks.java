package secondsite.server.configuration.store;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import secondsite.api.site.Network;

/** The networks of sites, and what becomes of each after a failover. */
public final class Networks {

    private static final RowMapper<Network> ROW = (row, _) -> new Network(Ids.nullable(row, "id"),
            Ids.nullable(row, "site"), row.getString("name"), Ids.nullable(row, "production"),
            Ids.nullable(row, "test"), row.getString("subnet"), row.getString("gateway"));

    public Optional<Network> find(Transaction transaction, UUID id) {
        return transaction.query("select * from network where id = :id").bind("id", id.toString()).map(ROW).findOne();
    }

    /** By name. */
    public List<Network> all(Transaction transaction) {
        return transaction.query("select * from network order by name, site").map(ROW).list();
    }

    public void add(Transaction change, Network network) {
        write(change, """
                insert into network (id, site, name, production, test, subnet, gateway)
                values (:id, :site, :name, :production, :test, :subnet, :gateway)""", network);
    }

    public void update(Transaction change, Network network) {
        write(change, """
                update network set site = :site, name = :name, production = :production, test = :test,
                  subnet = :subnet, gateway = :gateway where id = :id""", network);
    }

    private static void write(Transaction change, String sql, Network network) {
        change.update(sql).bind("id", network.id().toString()).bind("site", network.site().toString())
                .bind("name", network.name()).bind("production", Ids.text(network.production()))
                .bind("test", Ids.text(network.test())).bind("subnet", network.subnet())
                .bind("gateway", network.gateway()).execute();
    }

    public void remove(Transaction change, UUID id) {
        change.update("delete from network where id = :id").bind("id", id.toString()).execute();
    }
}

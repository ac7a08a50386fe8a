package secondsite.server.configuration.store;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import secondsite.api.site.Site;
import secondsite.api.site.SiteKind;

/** Places with machines and servers. */
public final class Sites {

    private static final RowMapper<Site> ROW = (row, _) -> new Site(Ids.nullable(row, "id"),
            row.getString("name"), SiteKind.valueOf(row.getString("kind")));

    public Optional<Site> find(Transaction transaction, UUID id) {
        return transaction.query("select * from site where id = :id").bind("id", id.toString()).map(ROW).findOne();
    }

    /** By name. */
    public List<Site> all(Transaction transaction) {
        return transaction.query("select * from site order by name").map(ROW).list();
    }

    public void add(Transaction change, Site site) {
        write(change, "insert into site (id, name, kind) values (:id, :name, :kind)", site);
    }

    public void update(Transaction change, Site site) {
        write(change, "update site set name = :name, kind = :kind where id = :id", site);
    }

    private static void write(Transaction change, String sql, Site site) {
        change.update(sql).bind("id", site.id().toString()).bind("name", site.name()).bind("kind", site.kind().name())
                .execute();
    }

    public void remove(Transaction change, UUID id) {
        change.update("delete from site where id = :id").bind("id", id.toString()).execute();
    }
}

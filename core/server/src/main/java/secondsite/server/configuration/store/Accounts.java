package secondsite.server.configuration.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;

/** Those who can sign in. */
public final class Accounts {

    /**
     * One of them.
     *
     * @param hash of the password
     */
    public record Account(String name, String hash, String role, Instant created) {}

    private static final RowMapper<Account> ROW = (row, _) -> new Account(row.getString("name"), row.getString("hash"),
            row.getString("role"), Micros.instant(row.getLong("created")));

    public Optional<Account> find(Transaction transaction, String name) {
        return transaction.query("select * from account where name = :name").bind("name", name).map(ROW).findOne();
    }

    /** By name. */
    public List<Account> all(Transaction transaction) {
        return transaction.query("select * from account order by name").map(ROW).list();
    }

    public void add(Transaction change, Account account) {
        change.update("insert into account (name, hash, role, created) values (:name, :hash, :role, :created)")
                .bind("name", account.name()).bind("hash", account.hash()).bind("role", account.role())
                .bind("created", Micros.of(account.created())).execute();
    }

    public void setHash(Transaction change, String name, String hash) {
        change.update("update account set hash = :hash where name = :name").bind("name", name).bind("hash", hash)
                .execute();
    }

    public void setRole(Transaction change, String name, String role) {
        change.update("update account set role = :role where name = :name").bind("name", name).bind("role", role)
                .execute();
    }

    /** With its sessions. */
    public void remove(Transaction change, String name) {
        change.update("delete from account where name = :name").bind("name", name).execute();
    }
}

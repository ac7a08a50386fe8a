package secondsite.server.configuration.store;

import java.util.List;
import java.util.Optional;

/** Secrets, sealed: without the key file nobody reads them. */
public final class KeptSecrets {

    /**
     * One of them.
     *
     * @param name what it is the secret of
     */
    public record Kept(String name, String sealed) {}

    public Optional<String> find(Transaction transaction, String name) {
        return transaction.query("select sealed from secret where name = :name").bind("name", name)
                .mapTo(String.class).findOne();
    }

    public List<Kept> all(Transaction transaction) {
        return transaction.query("select * from secret order by name")
                .map((row, _) -> new Kept(row.getString("name"), row.getString("sealed"))).list();
    }

    /** Replaces what was there. */
    public void put(Transaction change, Kept secret) {
        remove(change, secret.name());
        change.update("insert into secret (name, sealed) values (:name, :sealed)").bind("name", secret.name())
                .bind("sealed", secret.sealed()).execute();
    }

    public void remove(Transaction change, String name) {
        change.update("delete from secret where name = :name").bind("name", name).execute();
    }
}

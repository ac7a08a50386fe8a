package secondsite.server.configuration.store;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Single values that belong to the deployment as a whole. */
@Singleton
public final class Settings {

    private final Database database;

    @Inject
    public Settings(Database database) {
        this.database = database;
    }

    public Optional<String> find(String name) {
        return database.read(transaction -> transaction.query("select text from setting where name = :name")
                .bind("name", name).mapTo(String.class).findOne());
    }

    /** Replaces what was there. */
    public void put(Transaction change, String name, String text) {
        change.update("delete from setting where name = :name").bind("name", name).execute();
        change.update("insert into setting (name, text) values (:name, :text)").bind("name", name)
                .bind("text", text).execute();
    }
}

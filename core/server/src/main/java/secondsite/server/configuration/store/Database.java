package secondsite.server.configuration.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The database of the configuration server: an SQLite file with a write-ahead log. One writes at a time, others read meanwhile. What was
 * written is durable when {@link #write} returns. Safe for use by several threads.
 */
public final class Database implements Closeable {

    private static final String SCHEMA = "classpath:schema";
    private static final int READERS = 4;
    private static final Duration BUSY = Duration.ofSeconds(10);
    private static final String OWNER_ONLY = "rw-------";

    private final HikariDataSource writer;
    private final HikariDataSource readers;
    private final Jdbi writing;
    private final Jdbi reading;

    private Database(HikariDataSource writer, HikariDataSource readers) {
        this.writer = writer;
        this.readers = readers;
        this.writing = Jdbi.create(writer);
        this.reading = Jdbi.create(readers);
    }

    /**
     * Opens a database, or makes one that only its owner can read. An older one is brought to the newest schema.
     *
     * @throws IOException when it cannot be read, or was written by a newer version; nothing is changed then
     */
    public static Database open(Path file) throws IOException {
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
        }
        try {
            migrate(file, source(file, false));
            return new Database(pool(source(file, false), 1), pool(source(file, true), READERS));
        } catch (FlywayException | HikariPool.PoolInitializationException e) {
            throw new IOException(file + " cannot be used as the database: " + e.getMessage(), e);
        }
    }

    private static SQLiteDataSource source(Path file, boolean readOnly) {
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout((int) BUSY.toMillis());
        config.setTransactionMode(
                readOnly ? SQLiteConfig.TransactionMode.DEFERRED : SQLiteConfig.TransactionMode.IMMEDIATE);
        var source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
        return source;
    }

    private static void migrate(Path file, DataSource source) throws IOException {
        Flyway flyway = Flyway.configure().dataSource(source).locations(SCHEMA).load();
        Optional<MigrationInfo> unknown = Arrays.stream(flyway.info().all())
                .filter(each -> each.getState() == MigrationState.FUTURE_SUCCESS).findFirst();
        if (unknown.isPresent()) {
            throw new IOException(file + " was written by a newer version (its schema is "
                    + unknown.get().getVersion() + "); use that version, or restore a backup of this one");
        }
        flyway.migrate();
    }

    private static HikariDataSource pool(DataSource source, int connections) {
        var config = new HikariConfig();
        config.setDataSource(source);
        config.setMaximumPoolSize(connections);
        config.setConnectionTimeout(BUSY.toMillis());
        return new HikariDataSource(config);
    }

    /** What is done together. */
    public interface Work<T, X extends Exception> {

        T in(Transaction transaction) throws X;
    }

    /** Looks at the database as it is at one moment. */
    public <T, X extends Exception> T read(Work<T, X> work) throws X {
        return in(reading, work);
    }

    /** Changes the database: all of it, or after an exception nothing. Durable on return. */
    public <T, X extends Exception> T write(Work<T, X> work) throws X {
        return in(writing, work);
    }

    private static <T, X extends Exception> T in(Jdbi connections, Work<T, X> work) throws X {
        try (Handle handle = connections.open()) {
            var transaction = new Transaction(handle);
            boolean kept = false;
            try {
                T result = handle.inTransaction(_ -> work.in(transaction));
                kept = true;
                return result;
            } finally {
                transaction.over(kept);
            }
        }
    }

    @Override
    public void close() {
        readers.close();
        writer.close();
    }
}

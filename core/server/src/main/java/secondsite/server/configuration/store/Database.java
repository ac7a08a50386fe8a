package secondsite.server.configuration.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The database of the configuration server: an SQLite file with a write-ahead log. One writes at a time, others read meanwhile. What was
 * written is durable when {@link #write} returns. Safe for use by several threads.
 */
public final class Database implements Closeable {

    private static final String SCHEMA = "classpath:schema";
    private static final int READERS = 4;
    private static final Duration BUSY = Duration.ofSeconds(10);
    private static final String OWNER_ONLY = "rw-------";
    private static final int SYNCHRONOUS_FULL = 2;
    private static final Set<SQLiteErrorCode> BROKEN = EnumSet.of(SQLiteErrorCode.SQLITE_CORRUPT,
            SQLiteErrorCode.SQLITE_NOTADB);

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
        boolean there = Files.exists(file) && Files.size(file) > 0;
        if (!Files.exists(file)) {
            createEmpty(file);
        }
        Database database = null;
        try {
            if (there) {
                examine(file);
            }
            migrate(file, source(file, false));
            database = new Database(pool(source(file, false), 1), pool(source(file, true), READERS));
            database.refuseWeakPromises(file);
            return database;
        } catch (FlywayException | HikariPool.PoolInitializationException | JdbiException e) {
            throw new IOException(file + " cannot be used as the database: " + e.getMessage(), e);
        } catch (IOException e) {
            if (database != null) {
                database.close();
            }
            throw e;
        }
    }

    private static void createEmpty(Path file) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
    }

    /** Reads all of it, before anything is changed. */
    private static void examine(Path file) throws IOException {
        try (Connection connection = source(file, false).getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("pragma quick_check(1)")) {
            String said = found.next() ? found.getString(1) : "nothing can be read";
            if (!said.equals("ok")) {
                throw damaged(file, said, null);
            }
        } catch (SQLException e) {
            boolean broken = e instanceof SQLiteException known && BROKEN.contains(known.getResultCode());
            throw broken
                    ? damaged(file, e.getMessage(), e)
                    : new IOException(file + " cannot be used as the database: " + e.getMessage(), e);
        }
    }

    private static IOException damaged(Path file, String why, Exception cause) {
        return new IOException(file + " is damaged (" + why.strip().lines().collect(Collectors.joining(" "))
                + "); nothing was changed. Keep it, and bring the newest backup back into a new folder with"
                + " 'server restore'", cause);
    }

    /** What was committed is to survive a loss of power: asked of the database, which may have refused what it was told. */
    private void refuseWeakPromises(Path file) throws IOException {
        String journal = writing.withHandle(
                handle -> handle.createQuery("pragma journal_mode").mapTo(String.class).one());
        int synchronous = writing.withHandle(
                handle -> handle.createQuery("pragma synchronous").mapTo(Integer.class).one());
        if (!journal.equalsIgnoreCase("wal") || synchronous != SYNCHRONOUS_FULL) {
            throw new IOException(file + " cannot be used as the database: it does not keep what is written safe from a"
                    + " loss of power here (journal " + journal + ", synchronous " + synchronous
                    + "); put it on a local file system");
        }
    }

    /**
     * Looks whether a file is a whole database of this version or an older one; nothing is changed in it.
     *
     * @throws IOException when it is not
     */
    public static void check(Path file) throws IOException {
        examine(file);
        try {
            refuseFuture(file, flyway(source(file, false)));
        } catch (FlywayException e) {
            throw new IOException(file + " cannot be used as the database: " + e.getMessage(), e);
        }
    }

    /**
     * Copies the whole database into a new file, as it is at one moment; others read and write meanwhile. SQLite's own way.
     *
     * @throws IOException when it cannot be written
     */
    public void copyTo(Path file) throws IOException {
        createEmpty(file);
        try {
            reading.useHandle(handle -> handle.execute("vacuum into ?", file.toAbsolutePath().toString()));
        } catch (JdbiException e) {
            throw new IOException("the database cannot be copied to " + file + ": " + e.getCause(), e);
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

    private static Flyway flyway(DataSource source) {
        return Flyway.configure().dataSource(source).locations(SCHEMA).load();
    }

    private static void migrate(Path file, DataSource source) throws IOException {
        Flyway flyway = flyway(source);
        refuseFuture(file, flyway);
        flyway.migrate();
    }

    private static void refuseFuture(Path file, Flyway flyway) throws IOException {
        Optional<MigrationInfo> unknown = Arrays.stream(flyway.info().all())
                .filter(each -> each.getState() == MigrationState.FUTURE_SUCCESS).findFirst();
        if (unknown.isPresent()) {
            throw new IOException(file + " was written by a newer version (its schema is "
                    + unknown.get().getVersion() + "); use that version, or restore a backup of this one");
        }
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

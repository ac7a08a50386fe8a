package secondsite.drill.crash;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Random;

/**
 * A guest's database. Transaction n writes entry n, whose content follows from n, deletes entry n - {@link #KEPT}, and notes n: so every
 * state between two transactions is known, and old content in a place of new content shows.
 */
final class Bookkeeping implements AutoCloseable {

    static final String FILE = "books.db";

    private static final int KEPT = 60;
    private static final int SMALLEST_ENTRY_BYTES = 64;
    private static final int LARGEST_ENTRY_BYTES = 9000;

    /** How the database makes its transactions durable, in ways that survive a loss of power. */
    enum Durability {
        WRITE_AHEAD_LOG("wal", "FULL", 2),
        /** With less than EXTRA the deletion of the journal would not be durable, and undo what was acknowledged. */
        ROLLBACK_JOURNAL("delete", "EXTRA", 3);

        private final String journal;
        private final String synchronous;
        private final int level;

        Durability(String journal, String synchronous, int level) {
            this.journal = journal;
            this.synchronous = synchronous;
            this.level = level;
        }
    }

    private final Connection connection;

    Bookkeeping(Path folder, Durability durability) throws SQLException {
        connection = open(folder);
        pragma("journal_mode", durability.journal, durability.journal);
        pragma("synchronous", durability.synchronous, String.valueOf(durability.level));
        pragma("wal_autocheckpoint", "40", "40");
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS entry (id INTEGER PRIMARY KEY, content BLOB NOT NULL)");
            statement.execute("CREATE TABLE IF NOT EXISTS last (id INTEGER NOT NULL)");
            statement.execute("INSERT INTO last SELECT 0 WHERE NOT EXISTS (SELECT * FROM last)");
        }
        connection.setAutoCommit(false);
    }

    private static Connection open(Path folder) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(FILE));
    }

    /** The defaults of SQLite lose acknowledged transactions; that the right ones hold is not taken on trust. */
    private void pragma(String name, String value, String expected) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA " + name + "=" + value);
            try (ResultSet now = statement.executeQuery("PRAGMA " + name)) {
                if (!now.getString(1).equals(expected)) {
                    throw new SQLException(name + " is " + now.getString(1) + ", not " + value);
                }
            }
        }
    }

    /** Durable on return. */
    void commit(long number) throws SQLException {
        try (PreparedStatement add = connection.prepareStatement("INSERT INTO entry VALUES (?, ?)");
                Statement rest = connection.createStatement()) {
            add.setLong(1, number);
            add.setBytes(2, content(number));
            add.executeUpdate();
            rest.executeUpdate("DELETE FROM entry WHERE id = " + (number - KEPT));
            rest.executeUpdate("UPDATE last SET id = " + number);
            connection.commit();
        }
    }

    /** What the first bytes of a transaction's entry are. */
    static byte[] beginning(long number) {
        return Arrays.copyOf(content(number), SMALLEST_ENTRY_BYTES);
    }

    private static byte[] content(long number) {
        Random random = new Random(number);
        byte[] content = new byte[random.nextInt(SMALLEST_ENTRY_BYTES, LARGEST_ENTRY_BYTES)];
        random.nextBytes(content);
        return content;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /**
     * The number of the last transaction in a database that a crash left behind.
     *
     * @throws SQLException when the database is not what it was after exactly that transaction
     */
    static long lastTransaction(Path folder) throws SQLException {
        try (Connection connection = open(folder); Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA synchronous=OFF");
            try (ResultSet integrity = statement.executeQuery("PRAGMA integrity_check")) {
                refuseUnless("ok".equals(integrity.getString(1)), integrity.getString(1));
            }
            long last;
            try (ResultSet number = statement.executeQuery("SELECT id FROM last")) {
                refuseUnless(number.next(), "the number of the last transaction is missing");
                last = number.getLong(1);
            }
            checkEntries(statement, last);
            return last;
        }
    }

    private static void checkEntries(Statement statement, long last) throws SQLException {
        try (ResultSet entries = statement.executeQuery("SELECT id, content FROM entry ORDER BY id")) {
            for (long id = Math.max(1, last - KEPT + 1); id <= last; id++) {
                refuseUnless(entries.next() && entries.getLong(1) == id, "entry " + id + " of " + last + " is missing");
                refuseUnless(Arrays.equals(entries.getBytes(2), content(id)), "entry " + id + " has other content");
            }
            refuseUnless(!entries.next(), "there are entries that were deleted, or not yet made, before " + last);
        }
    }

    private static void refuseUnless(boolean holds, String otherwise) throws SQLException {
        if (!holds) {
            throw new SQLException(otherwise);
        }
    }
}

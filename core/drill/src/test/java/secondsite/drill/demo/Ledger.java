package secondsite.drill.demo;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import secondsite.drill.tools.Shell;

/**
 * A small database on a protected disk. What it has acknowledged is remembered here, outside of the disk: the oracle for every
 * recovery, since a file system's check sees next to nothing of what was lost.
 */
final class Ledger {

    private static final String NAME = "ledger.db";
    private static final String END = "=";
    /** Without these settings SQLite itself loses acknowledged transactions when the power fails. */
    private static final String DURABLE = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;";

    private final Path file;
    private Process sqlite;
    private BufferedWriter to;
    private BufferedReader from;
    private volatile long acknowledged;

    Ledger(Path root) {
        this.file = root.resolve(NAME);
    }

    static boolean isPartOf(Path file) {
        return file.getFileName().toString().startsWith(NAME);
    }

    void open() {
        try {
            sqlite = new ProcessBuilder("sqlite3", "-batch", "-bail", file.toString()).redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        to = sqlite.outputWriter();
        from = sqlite.inputReader();
        ask(DURABLE + " CREATE TABLE IF NOT EXISTS entry (id INTEGER PRIMARY KEY, what TEXT NOT NULL);");
        acknowledged = Long.parseLong(ask("SELECT ifnull(max(id), 0) FROM entry;"));
    }

    /** Adds an entry, durably. */
    void add() {
        long id = acknowledged + 1;
        String answer = ask("INSERT INTO entry VALUES (" + id + ", hex(randomblob(200))); SELECT changes();");
        if (!answer.equals("1")) {
            throw new Shell.Failure("the ledger says: " + answer);
        }
        acknowledged = id;
    }

    /** Number of the last entry that the database has said to be durable. */
    long acknowledged() {
        return acknowledged;
    }

    /** The mistake: all entries are deleted, durably. */
    void ruin() {
        ask("DELETE FROM entry;");
    }

    /** Ends the database program in the middle of whatever it does. */
    void kill() {
        if (sqlite != null) {
            sqlite.destroyForcibly();
        }
    }

    void close() {
        try {
            to.close();
            sqlite.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Number of the last entry in the database on a disk; every one before it is there, too, or this fails. */
    static long lastEntry(Path root) {
        String[] answer = Shell.run("sqlite3", "-batch", root.resolve(NAME).toString(),
                "PRAGMA integrity_check; SELECT count(*) FROM entry; SELECT ifnull(max(id), 0) FROM entry;")
                .split("\n");
        if (answer.length != 3 || !answer[0].equals("ok") || !answer[1].equals(answer[2])) {
            throw new Shell.Failure("the ledger is broken: " + String.join(" ", answer));
        }
        return Long.parseLong(answer[2]);
    }

    private String ask(String sql) {
        try {
            to.write(sql + "\nSELECT '" + END + "';\n");
            to.flush();
            StringBuilder answer = new StringBuilder();
            for (String line = from.readLine(); !END.equals(line); line = from.readLine()) {
                if (line == null) {
                    throw new IOException("the database has ended: " + answer);
                }
                answer.append(line);
            }
            return answer.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

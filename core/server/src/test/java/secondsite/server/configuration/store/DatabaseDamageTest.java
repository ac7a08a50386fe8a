package secondsite.server.configuration.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import secondsite.server.configuration.store.Accounts.Account;

/** Files that are no whole database are refused, by name and with what to do; and left as they are. */
class DatabaseDamageTest {

    private static final int PAGE = 4096;

    private Path file;

    @TempDir
    Path folder;

    @BeforeEach
    void make() throws IOException {
        file = folder.resolve("database.sqlite");
        try (Database database = Database.open(file)) {
            database.write(change -> {
                IntStream.range(0, 3000).forEach(i -> new Accounts().add(change,
                        new Account("user-" + i, "hash ".repeat(50), "viewer", Instant.EPOCH)));
                return change;
            });
        }
    }

    private void refused(byte[] bytes) throws IOException {
        Files.write(file, bytes);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> Database.open(file).close()).isInstanceOf(IOException.class)
                    .hasMessageContaining("database.sqlite").hasMessageContaining("damaged")
                    .hasMessageContaining("server restore");
            assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
        }
    }

    @Test
    void aTextFileIsNoDatabase() throws IOException {
        refused("roles: [configuration-server]\n".repeat(500).getBytes());
    }

    static Stream<Double> shares() {
        return Stream.of(0.1, 0.5, 0.9, 0.99);
    }

    @ParameterizedTest
    @MethodSource("shares")
    void aDatabaseThatWasCutOffIsRefused(double share) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        refused(Arrays.copyOf(whole, (int) (whole.length * share)));
    }

    @Test
    void pagesThatWereWrittenOverAreFound() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        assertThat(whole.length).isGreaterThan(100 * PAGE);
        for (int page = 60; page < 100; page += 13) {
            byte[] damaged = whole.clone();
            Arrays.fill(damaged, page * PAGE, (page + 1) * PAGE, (byte) 0x5a);
            refused(damaged);
        }
    }

    @Test
    void aFlippedHeaderOfAPageIsFound() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int page = 60; page < 100; page += 13) {
            byte[] damaged = whole.clone();
            damaged[page * PAGE] ^= 0x40;
            refused(damaged);
        }
    }

    @Test
    void aWholeOneIsOpenedAgainAndKeepsWhatItWasTold() throws Exception {
        Database.check(file);
        try (Database database = Database.open(file)) {
            assertThat(database.read(new Accounts()::all)).hasSize(3000);
            assertThat(database.<Integer, RuntimeException>write(
                    change -> change.query("pragma synchronous").mapTo(Integer.class).one())).isEqualTo(2);
            assertThat(database.<String, RuntimeException>read(
                    change -> change.query("pragma journal_mode").mapTo(String.class).one())).isEqualTo("wal");
        }
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement();
                var mode = statement.executeQuery("pragma journal_mode")) {
            assertThat(mode.getString(1)).isEqualTo("wal");
        }
    }

    @Test
    void aPlaceThatCannotKeepPromisesIsRefused() throws IOException {
        // A log beside the database is what makes writing safe: where it cannot be, the database says so by another mode.
        Files.delete(file);
        Files.createDirectory(folder.resolve("database.sqlite-wal"));
        assertThatThrownBy(() -> Database.open(file).close()).isInstanceOf(IOException.class)
                .hasMessageContaining("database.sqlite");
    }

    @Test
    void aCopyIsTheSameDatabase() throws IOException {
        Path copy = folder.resolve("copy");
        try (Database database = Database.open(file)) {
            database.copyTo(copy);
            assertThatThrownBy(() -> database.copyTo(copy)).isInstanceOf(IOException.class);
        }
        Database.check(copy);
        try (Database database = Database.open(copy)) {
            assertThat(database.read(new Accounts()::all)).hasSize(3000);
        }
    }
}

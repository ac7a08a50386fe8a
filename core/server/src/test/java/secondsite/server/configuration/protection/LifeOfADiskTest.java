package secondsite.server.configuration.protection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.machine.DiskVerification;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.Protections;
import secondsite.server.configuration.store.Verifications;

/** A disk that is protected again begins a new life: nothing of the earlier one counts for it. */
class LifeOfADiskTest {

    private static final UUID MACHINE = new UUID(1, 1);
    private static final UUID OTHER = new UUID(1, 2);
    private static final UUID DISK = new UUID(2, 1);
    private static final UUID NEXT_DISK = new UUID(2, 2);
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

    @TempDir
    Path folder;

    private Database database;
    private ProtectionBook book;
    private Proofs proofs;

    @BeforeEach
    void open() throws IOException {
        database = Database.open(folder.resolve("database.sqlite"));
        book = new ProtectionBook(database, new Protections());
        proofs = new Proofs(database, new Verifications(), InstantSource.fixed(NOON));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void again() throws IOException {
        close();
        open();
    }

    private int nextEpoch(UUID machine) {
        return book.change(change -> change.nextEpoch(machine));
    }

    @Test
    void everyEpochIsHigherThanAllBeforeAlsoAfterARestart() throws IOException {
        assertThat(nextEpoch(MACHINE)).isEqualTo(1);
        assertThat(nextEpoch(MACHINE)).isEqualTo(2);
        assertThat(nextEpoch(OTHER)).isEqualTo(1);
        book.change(change -> {
            change.remove(MACHINE);
            return null;
        });
        again();
        assertThat(nextEpoch(MACHINE)).isEqualTo(3);
    }

    @Test
    void whatWasFoundInAnEarlierProtectionIsForgotten() throws IOException {
        proofs.heard(DISK, new DiskVerification(NOON, 10, 0, 5));
        proofs.heard(NEXT_DISK, new DiskVerification(NOON, 10, 0, 6));
        again();
        assertThat(proofs.newest(DISK)).isPresent();
        book.change(change -> {
            proofs.forget(change, DISK);
            return null;
        });
        assertThat(proofs.newest(DISK)).isEmpty();
        assertThat(proofs.from(DISK, Instant.EPOCH)).isEmpty();
        again();
        assertThat(proofs.newest(DISK)).isEmpty();
        assertThat(proofs.newest(NEXT_DISK)).isPresent();
    }
}

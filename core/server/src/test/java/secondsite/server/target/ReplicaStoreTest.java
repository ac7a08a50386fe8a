package secondsite.server.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import secondsite.engine.file.FailingFolder;
import secondsite.engine.file.Faults;
import secondsite.engine.file.Folder;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.journal.JournalSettings;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.BatchPacker;
import secondsite.engine.segment.Record;
import secondsite.engine.segment.SequencedRecord;
import secondsite.server.target.Finding.Severity;

class ReplicaStoreTest {

    private static final UUID ONE = new UUID(0, 1);
    private static final UUID TWO = new UUID(0, 2);
    private static final UUID THREE = new UUID(0, 3);

    private final SimulatedFolder folder = SimulatedFolder.named("store");
    private final Faults faults = new Faults(new Random(1));
    private ReplicaStore store;

    @BeforeEach
    void make() throws IOException {
        store = open();
        for (UUID disk : List.of(ONE, TWO, THREE)) {
            store.create(replica(disk, 4096));
        }
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    @Test
    void theCatalogueIsTheFolders() throws IOException {
        reopen();
        assertThat(store.replicas()).extracting(replica -> replica.identity().disk()).containsExactly(ONE, TWO, THREE);
        assertThat(store.damaged()).isEmpty();
        assertThat(store.find(TWO)).hasValueSatisfying(two -> assertThat(two.identity().disk()).isEqualTo(TWO));
        assertThat(store.find(new UUID(0, 4))).isEmpty();
    }

    @Test
    void makingAReplicaAgainGivesTheSame() throws IOException {
        assertThat(store.create(replica(ONE, 4096))).isSameAs(store.find(ONE).orElseThrow());
        assertThatThrownBy(() -> store.create(replica(ONE, 2048))).hasMessageContaining("4096")
                .hasMessageContaining("2048");
        assertThatThrownBy(() -> store.create(replica(ONE, 8192))).hasMessageContaining("initial copy");
    }

    @Test
    void aReplicaGrowsWithItsDisk() throws IOException {
        Replica one = store.find(ONE).orElseThrow();
        one.copy(new SourceDisk(ONE, 4096, 0, new Random(1)).copy(0, 4096));
        one.finishCopy(0);
        assertThat(store.create(replica(ONE, 8192))).isSameAs(one);
        assertThat(one.identity().size()).isEqualTo(8192);
        assertThatThrownBy(() -> store.create(replica(ONE, 4096))).hasMessageContaining("smaller");
        reopen();
        assertThat(store.find(ONE).orElseThrow().identity().size()).isEqualTo(8192);
    }

    @Test
    void eachReplicaHasItsOwnSeed() {
        assertThat(store.replicas().stream().map(replica -> replica.identity().checksumSeed()).distinct()).hasSize(3);
    }

    @Test
    void aDamagedReplicaIsToldAndTheOthersGoOn() throws IOException {
        store.close();
        damage(folder.folder(TWO.toString()), IdentityFile.NAME);
        store = open();
        assertThat(store.replicas()).hasSize(2);
        assertThat(store.damaged()).containsOnlyKeys(TWO.toString());
        assertThat(store.damaged().get(TWO.toString()).severity()).isEqualTo(Severity.FATAL);
        assertThat(store.damaged().get(TWO.toString()).what()).contains("identity").contains("checksum");
        assertThatThrownBy(() -> store.find(TWO)).hasMessageContaining("checksum");
        assertThatThrownBy(() -> store.create(replica(TWO, 4096))).isInstanceOf(IOException.class);
    }

    @Test
    void aReplicaThatWasMendedIsOpenedAnew() throws IOException {
        store.close();
        Folder two = folder.folder(TWO.toString());
        damage(two, IdentityFile.NAME);
        store = open();
        assertThat(store.reopen(TWO)).isEmpty();
        damage(two, IdentityFile.NAME);
        assertThat(store.reopen(TWO)).isPresent();
        assertThat(store.damaged()).isEmpty();
        assertThat(store.find(TWO)).isPresent();
    }

    @Test
    void aReplicaThatFailedIsOpenedAnew() throws IOException {
        Replica failed = store.find(TWO).orElseThrow();
        faults.fail(0, Faults.Kind.EIO, true);
        assertThatThrownBy(() -> failed.copy(copyOf(TWO))).isInstanceOf(IOException.class);
        assertThatThrownBy(failed::forceCopy).isInstanceOf(IOException.class);
        assertThat(failed.failed()).isTrue();
        faults.heal();
        assertThatThrownBy(failed::forceCopy).hasMessageContaining("open the replica anew");
        Replica anew = store.reopen(TWO).orElseThrow();
        assertThat(anew.copy(copyOf(TWO))).containsExactly(0);
        assertThat(anew.forceCopy().copied().cardinality()).isEqualTo(1);
    }

    @Test
    void foldersThatWereExchangedAreRefused() throws IOException {
        store.close();
        for (String name : List.of(IdentityFile.NAME, StateFile.NAME, BaseImage.NAME, BaseSums.NAME)) {
            exchange(folder.folder(ONE.toString()), folder.folder(TWO.toString()), name);
        }
        exchangeJournals();
        store = open();
        assertThat(store.replicas()).extracting(replica -> replica.identity().disk()).containsExactly(THREE);
        assertThat(store.damaged()).containsOnlyKeys(ONE.toString(), TWO.toString());
        assertThat(store.damaged().get(ONE.toString()).what()).contains("exchanged");
    }

    @Test
    void whatDoesNotBelongHereIsToldOnly() throws IOException {
        folder.folder("lost+found");
        folder.folder(new UUID(0, 9).toString());
        reopen();
        assertThat(store.replicas()).hasSize(3);
        assertThat(store.damaged().values()).extracting(Finding::severity).containsExactly(Severity.WARNING,
                Severity.WARNING);
        assertThat(store.find(new UUID(0, 9))).isEmpty();
        store.create(replica(new UUID(0, 9), 512));
        assertThat(store.damaged()).containsOnlyKeys("lost+found");
    }

    private ReplicaStore open() throws IOException {
        var random = new Random(8);
        return ReplicaStore.open(new FailingFolder(folder, faults), JournalSettings.DEFAULTS, () -> Instant.EPOCH,
                random::nextLong);
    }

    private void reopen() throws IOException {
        store.close();
        store = open();
    }

    private static Replica.NewReplica replica(UUID disk, long size) {
        return new Replica.NewReplica(disk, size, "machine", "disk", 1, 1);
    }

    /** Flips a bit; again, flips it back. */
    private static void damage(Folder in, String name) throws IOException {
        try (var file = in.open(name)) {
            var one = ByteBuffer.allocate(1);
            file.read(one, 50);
            one.put(0, (byte) (one.get(0) ^ 4));
            file.write(one.flip(), 50);
        }
    }

    private void exchangeJournals() throws IOException {
        Folder one = folder.folder(ONE.toString()).folder("journal");
        Folder two = folder.folder(TWO.toString()).folder("journal");
        for (String name : one.names()) {
            exchange(one, two, name);
        }
    }

    private static void exchange(Folder one, Folder two, String name) throws IOException {
        byte[] first = Files.read(one, name);
        Files.write(one, name, Files.read(two, name));
        Files.write(two, name, first);
    }

    private static Batch copyOf(UUID disk) throws IOException {
        Record all = new Record.Copy(0, ByteBuffer.wrap(new byte[4096]));
        return new BatchPacker(1 << 20, false).pack(disk.getMostSignificantBits(), 1,
                List.of(new SequencedRecord(1, 1, all)));
    }
}

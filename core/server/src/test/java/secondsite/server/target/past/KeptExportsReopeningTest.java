package secondsite.server.target.past;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.host.KeptExport;
import secondsite.api.host.KeptExportRequest;
import secondsite.engine.file.Folder;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.journal.JournalSettings;
import secondsite.engine.nbd.NbdEvents;
import secondsite.engine.segment.BatchPacker;
import secondsite.engine.segment.Record;
import secondsite.engine.segment.SequencedRecord;
import secondsite.server.target.ClockGuard;
import secondsite.server.target.Replica;
import secondsite.server.target.ReplicaStore;
import secondsite.server.target.keeping.Deletions;
import secondsite.server.target.keeping.KeptExports;

/** A replica is opened anew, as after a write that failed: a machine over it gets its disk back at the same place. */
@Timeout(60)
class KeptExportsReopeningTest {

    private static final int SIZE = 1 << 20;

    @TempDir
    private Path directory;

    private final InstantSource clock = InstantSource.system();
    private final UUID disk = UUID.randomUUID();
    private final byte[] first = new byte[SIZE];

    private Replica filled(ReplicaStore store) throws Exception {
        new Random(1).nextBytes(first);
        Replica replica = store.create(new Replica.NewReplica(disk, SIZE, "m", "d", 1, 1));
        var packer = new BatchPacker(SIZE, true);
        replica.copy(packer.pack(disk.getMostSignificantBits(), 1,
                List.of(new SequencedRecord(1, 1, new Record.Copy(0, ByteBuffer.wrap(first))))));
        replica.journal().append(packer.pack(disk.getMostSignificantBits(), 1,
                List.of(new SequencedRecord(1, 1, new Record.Zero(0, SIZE)))));
        replica.journal().force();
        replica.finishCopy(0);
        return replica;
    }

    private void assertServes(KeptExport export) throws Exception {
        Path copy = directory.resolve("copy");
        Command.run("nbdcopy", "nbd+unix:///?socket=" + export.unixSocket(), copy.toString());
        assertThat(Files.readAllBytes(copy)).isEqualTo(first);
    }

    @Test
    void isServedAgainFromTheReplicaThatIsOpenNow() throws Exception {
        Folder folder = SimulatedFolder.named("replicas");
        try (ReplicaStore store = ReplicaStore.open(folder, JournalSettings.DEFAULTS, clock, () -> 3)) {
            var deletions = new Deletions(folder,
                    new Deletions.Surroundings(store, new ClockGuard(folder, clock, System::nanoTime), clock, _ -> true,
                            Duration.ofDays(1), UUID::randomUUID));
            try (var exports = new KeptExports(store, deletions, directory, clock, NbdEvents.NONE)) {
                KeptExport export = exports.keep(filled(store), UUID.randomUUID(),
                        new KeptExportRequest("0", "test"), () -> 0);
                assertServes(export);
                Replica anew = store.reopen(disk).orElseThrow();
                exports.serveAll();
                assertThat(exports.all(anew)).containsExactly(export);
                assertServes(export);
                assertThat(exports.problems()).isEmpty();
            }
        }
    }
}

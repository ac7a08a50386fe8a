package secondsite.drill.crash;

import java.io.Closeable;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.FileDisk;
import secondsite.engine.disk.MemoryDisk;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.journal.JournalSettings;
import secondsite.engine.layer.OverlayDisk;
import secondsite.engine.nbd.Exports;
import secondsite.engine.nbd.NbdEvents;
import secondsite.engine.nbd.NbdServer;
import secondsite.engine.nbd.NbdSettings;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.BatchPacker;
import secondsite.engine.segment.Record;
import secondsite.engine.segment.SequencedRecord;
import secondsite.server.target.Replica;

/** A master target's replica of a recorded disk, packed as it travels, and its exports: the disk as it was, under an overlay. */
public final class KeptDisk implements Closeable {

    private static final int PACKED_BYTES = 1 << 20;
    private static final int COPIED_BYTES = 1 << 18;
    /** Small, so that points lie in many segments. */
    private static final JournalSettings SEGMENTS = new JournalSettings(4L << 20);

    private final JournalIdentity identity;
    private final Replica replica;
    private final Exports exports = new Exports();
    private final NbdServer server = new NbdServer(exports, NbdSettings.DEFAULT, NbdEvents.NONE);
    private final Path socket;

    public KeptDisk(Recording recording, Path folder, InstantSource clock) throws IOException {
        identity = recording.identity();
        replica = Replica.create(DirectoryFolder.at(Files.createDirectory(folder.resolve("replica"))),
                new Replica.NewReplica(identity.disk(), identity.diskSize(), "guest", "disk", 1, 1), 7, SEGMENTS,
                clock);
        copy(recording.base());
        receive(recording.records());
        socket = folder.resolve("points.sock");
        server.listen(UnixDomainSocketAddress.of(socket));
    }

    private void copy(Path base) throws IOException {
        var packer = new BatchPacker(PACKED_BYTES, true);
        try (Disk disk = new FileDisk(DirectoryFolder.openFileReadOnly(base))) {
            for (long at = 0; at < disk.size(); at += COPIED_BYTES) {
                ByteBuffer data = ByteBuffer.allocate((int) Math.min(COPIED_BYTES, disk.size() - at));
                disk.read(data, at);
                var record = new SequencedRecord(1, 0, new Record.Copy(at, data.flip()));
                replica.copy(packer.pack(identity.diskTag(), 1, List.of(record)));
            }
        }
        replica.finishCopy(0);
    }

    private void receive(List<SequencedRecord> records) throws IOException {
        var packer = new BatchPacker(PACKED_BYTES, true);
        List<SequencedRecord> group = new ArrayList<>();
        long bytes = 0;
        for (SequencedRecord each : records) {
            long length = each.record() instanceof Record.Write write ? write.data().remaining() : 0;
            if (!group.isEmpty() && bytes + length > PACKED_BYTES) {
                append(packer.pack(identity.diskTag(), 1, group));
                group.clear();
                bytes = 0;
            }
            group.add(each);
            bytes += length;
        }
        append(packer.pack(identity.diskTag(), 1, group));
        replica.journal().force();
    }

    private void append(Batch batch) throws IOException {
        replica.journal().append(batch);
    }

    /** What is done with an export. */
    public interface Use {

        void of(String uri) throws Exception;
    }

    /** Exports the disk as it was after this record, with an overlay for what its user writes, for as long as it is used. */
    public void serve(long sequence, Use use) throws Exception {
        String name = "after-" + sequence;
        try (Disk past = new OverlayDisk(replica.past(sequence), new MemoryDisk(identity.diskSize()))) {
            exports.add(name, past);
            try {
                use.of("nbd+unix:///" + name + "?socket=" + socket);
            } finally {
                exports.remove(name);
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (replica) {
            server.close();
        }
    }
}

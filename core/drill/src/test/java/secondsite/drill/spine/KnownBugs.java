package secondsite.drill.spine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.zip.CRC32C;
import secondsite.agent.capture.Capture;
import secondsite.agent.capture.SplitCapture;
import secondsite.agent.copy.CopyTarget;
import secondsite.drill.world.FileLayer;
import secondsite.drill.world.FolderLayer;
import secondsite.drill.world.Machine;
import secondsite.drill.world.Run;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.Extent;
import secondsite.engine.disk.Writes;
import secondsite.engine.file.Folder;
import secondsite.engine.file.StoredFile;
import secondsite.engine.journal.Journal;
import secondsite.engine.layer.DiskLayer;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.BatchPacker;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;
import secondsite.engine.segment.SequencedRecord;
import secondsite.engine.ship.Answer;
import secondsite.engine.ship.Position;
import secondsite.engine.ship.Receiver;
import secondsite.engine.ship.Slice;
import secondsite.server.target.Replica;

/** Builds with one known bug each: if the drill does not find them, it would not find the next one either. */
final class KnownBugs {

    private KnownBugs() {}

    /** All of them, by what is wrong. */
    static Map<String, Build> all() {
        Map<String, Build> all = new LinkedHashMap<>();
        all.put("the agent's spool is not forced", lying("agent", "/log/"));
        all.put("the process server acknowledges before its cache is forced", lying("gateway", ""));
        all.put("the target acknowledges before its journal is forced", lying("target", "/journal/"));
        all.put("names in the target's journal are not forced", namesLost("target"));
        all.put("a checkpoint is recorded before the disk is forced", checkpointTooEarly());
        all.put("a region is marked after its first write", lying("agent", "/activity.map"));
        all.put("the log is not replayed", replaySkipped());
        all.put("a write is acknowledged before it reaches the log", buffered("agent", "/log/"));
        all.put("no checksum is verified on receipt", noChecksum());
        all.put("a slice that comes twice is taken twice", takesTwice());
        all.put("a gap is accepted", takesAfterGap());
        all.put("the position is counted from what was appended", appendedIsDurable());
        all.put("the process server answers for the target", answersForTheTarget());
        all.put("copies are read outside the lock", copiesOutsideTheLock());
        all.put("the first copy ends before it ended", copyEndsTooEarly());
        all.put("a comparison goes without its marks", resyncWithoutMarks());
        all.put("a group's disks are marked one after the other", marksWithoutHold());
        all.put("a segment in use is released", releasedInUse());
        all.put("a trim is not logged", trimNotLogged());
        return all;
    }

    /** Files of machines and at places whose names contain these lie when they are forced. */
    private static Build lying(String machine, String place) {
        return files(machine, place, file -> new FileLayer(file) {
            @Override
            public void force() {
                // says that it did
            }
        });
    }

    private interface Wrong {
        StoredFile file(StoredFile file);
    }

    private static Build files(String machine, String place, Wrong wrong) {
        return new Build() {
            @Override
            Folder files(Machine of, Folder folder) {
                return of.name().contains(machine)
                        ? wrong(folder, where -> where.contains(place) && !where.endsWith(".new"), wrong)
                        : folder;
            }
        };
    }

    private static Folder wrong(Folder folder, Predicate<String> where, Wrong wrong) {
        return new FolderLayer(folder) {
            @Override
            protected StoredFile file(StoredFile file) {
                return where.test(file.place()) ? wrong.file(file) : file;
            }

            @Override
            protected Folder layer(Folder inner) {
                return wrong(inner, where, wrong);
            }
        };
    }

    private static Build namesLost(String machine) {
        return new Build() {
            @Override
            Folder files(Machine of, Folder folder) {
                return of.name().contains(machine) ? nameless(folder) : folder;
            }
        };
    }

    private static Folder nameless(Folder folder) {
        return new FolderLayer(folder) {
            @Override
            protected StoredFile file(StoredFile file) {
                return file;
            }

            @Override
            protected Folder layer(Folder inner) {
                return nameless(inner);
            }

            @Override
            public void force() throws IOException {
                if (!place().endsWith("/journal")) {
                    below.force();
                }
            }
        };
    }

    /** Writes stay in the process until they are forced. */
    private static Build buffered(String machine, String place) {
        return files(machine, place, file -> new FileLayer(file) {

            private final Map<Long, ByteBuffer> held = new LinkedHashMap<>();

            @Override
            public void write(ByteBuffer from, long position) {
                held.put(position, ByteBuffer.allocate(from.remaining()).put(from).flip());
            }

            @Override
            public void write(ByteBuffer[] from, long position) {
                long at = position;
                for (ByteBuffer one : from) {
                    int length = one.remaining();
                    write(one, at);
                    at += length;
                }
            }

            private void drain() throws IOException {
                for (var one : held.entrySet()) {
                    below.write(one.getValue(), one.getKey());
                }
                held.clear();
            }

            @Override
            public long size() throws IOException {
                long size = below.size();
                for (var one : held.entrySet()) {
                    size = Math.max(size, one.getKey() + one.getValue().remaining());
                }
                return size;
            }

            @Override
            public void read(ByteBuffer into, long position) throws IOException {
                drain();
                below.read(into, position);
            }

            @Override
            public void force() throws IOException {
                drain();
                below.force();
            }

            @Override
            public void close() throws IOException {
                drain();
                below.close();
            }
        });
    }

    private static Build checkpointTooEarly() {
        return new Build() {
            @Override
            Disk beneath(Run run, Disk image) {
                return new DiskLayer(image) {
                    @Override
                    public void flush() {
                        // later, perhaps
                    }
                };
            }
        };
    }

    private static Build replaySkipped() {
        return new Build() {
            @Override
            Disk beneath(Run run, Disk image) {
                return new Unreplayed(image);
            }

            @Override
            void opened(Disk beneath) {
                ((Unreplayed) beneath).open = true;
            }
        };
    }

    private static final class Unreplayed extends DiskLayer {

        private boolean open;

        Unreplayed(Disk below) {
            super(below);
        }

        @Override
        public void write(ByteBuffer from, long offset) throws IOException {
            if (open) {
                below.write(from, offset);
            }
        }

        @Override
        public void write(Writes writes) throws IOException {
            if (open) {
                below.write(writes);
            }
        }
    }

    private static Build copiesOutsideTheLock() {
        return comparing((run, capture) -> new CaptureLayer(capture) {
            @Override
            public long copy(List<Extent> ranges, ByteBuffer buffer) throws IOException {
                var copies = new ArrayList<Record>();
                for (Extent range : ranges) {
                    var data = ByteBuffer.allocate((int) range.length());
                    disk().read(data, range.offset());
                    copies.add(new Record.Copy(range.offset(), data.flip().asReadOnlyBuffer()));
                }
                try {
                    run.sleep(100_000_000L);
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                return spool().journal().append(copies);
            }
        });
    }

    private interface Comparing {
        Capture layer(Run run, Capture capture);
    }

    private static Build comparing(Comparing comparing) {
        return new Build() {
            @Override
            Capture compared(Run run, Capture capture) {
                return comparing.layer(run, capture);
            }
        };
    }

    /** Makes checksums fit whatever came. */
    private static Build noChecksum() {
        return new Build() {
            @Override
            byte[] received(byte[] body) {
                var bytes = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
                for (int at = 0; at + Batch.HEADER_BYTES <= body.length;) {
                    int length = bytes.getInt(at + 8);
                    if (length < 0 || length > body.length - at - Batch.HEADER_BYTES) {
                        return body;
                    }
                    bytes.putInt(at + 56, sum(bytes.slice(at + Batch.HEADER_BYTES, length)));
                    bytes.putInt(at + 60, sum(bytes.slice(at, 60)));
                    at += Batch.HEADER_BYTES + length;
                }
                return body;
            }
        };
    }

    private static int sum(ByteBuffer bytes) {
        var crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    private interface Edit {
        Slice of(Journal journal, Slice slice) throws IOException;
    }

    /** A target that takes something else than the slice that came. */
    private static Build takes(Edit edit) {
        return new Build() {
            @Override
            Answer take(Journal journal, Slice slice) throws IOException {
                return super.take(journal, edit.of(journal, slice));
            }
        };
    }

    private static Build takesTwice() {
        return takes((journal, slice) -> slice.lastSequence() <= journal.lastSequence()
                ? renumbered(slice, journal.lastSequence() + 1)
                : slice);
    }

    private static Build takesAfterGap() {
        return takes((journal, slice) -> slice.firstSequence() > journal.lastSequence() + 1
                ? renumbered(slice, journal.lastSequence() + 1)
                : slice);
    }

    private static Slice renumbered(Slice slice, long first) throws IOException {
        var batches = new ArrayList<Batch>();
        long next = first;
        for (Batch batch : slice.batches()) {
            batches.add(renumbered(batch, next));
            next = batches.getLast().lastSequence() + 1;
        }
        return new Slice(slice.disk(), slice.epoch(), batches);
    }

    private static Batch renumbered(Batch batch, long first) throws IOException {
        var records = new ArrayList<SequencedRecord>();
        for (SequencedRecord record : batch.records()) {
            records.add(new SequencedRecord(first + records.size(), record.timeMicros(), record.record()));
        }
        return new BatchPacker(1 << 20, false).pack(batch.diskTag(), batch.epoch(), records);
    }

    private static Build appendedIsDurable() {
        return new Build() {
            @Override
            Answer take(Journal journal, Slice slice) throws IOException {
                Answer answer = super.take(unforced(journal), slice);
                return answer instanceof Answer.Accepted ? new Answer.Accepted(position(journal)) : answer;
            }

            private Journal unforced(Journal journal) {
                return journal;
            }

            @Override
            Position position(Journal journal) {
                return new Position(journal.epoch(), journal.lastSequence(), journal.lastSequence());
            }

            @Override
            Folder files(Machine of, Folder folder) {
                return of.name().contains("target") ? lying("target", "/journal/").files(of, folder) : folder;
            }
        };
    }

    private static Build answersForTheTarget() {
        return new Build() {
            @Override
            Receiver forwarded(Receiver target) {
                return new Receiver() {
                    @Override
                    public Answer send(Slice slice) {
                        Answer answer = target.send(slice);
                        return answer instanceof Answer.Unavailable
                                ? new Answer.Accepted(
                                        new Position(slice.epoch(), slice.lastSequence(), slice.lastSequence()))
                                : answer;
                    }

                    @Override
                    public Answer position() {
                        return target.position();
                    }
                };
            }
        };
    }

    private static Build copyEndsTooEarly() {
        return new Build() {
            @Override
            CopyTarget copied(CopyTarget target) {
                return new CopyTarget() {
                    @Override
                    public State state() throws IOException {
                        return target.state();
                    }

                    @Override
                    public void send(List<Batch> batches) throws IOException {
                        target.send(batches);
                    }

                    @Override
                    public State force() throws IOException {
                        return target.force();
                    }

                    @Override
                    public void finish(long sequence) throws IOException {
                        target.finish(Math.max(1, sequence - 4));
                    }
                };
            }
        };
    }

    private static Build resyncWithoutMarks() {
        return takes((_, slice) -> {
            var batches = new ArrayList<Batch>();
            for (Batch batch : slice.batches()) {
                batches.add(withoutMarks(batch));
            }
            return new Slice(slice.disk(), slice.epoch(), batches);
        });
    }

    private static Batch withoutMarks(Batch batch) throws IOException {
        var records = new ArrayList<SequencedRecord>();
        for (SequencedRecord record : batch.records()) {
            boolean resync = record.record() instanceof Record.Mark mark
                    && (mark.kind() == MarkKind.RESYNC_BEGINS || mark.kind() == MarkKind.RESYNC_ENDED);
            records.add(resync
                    ? new SequencedRecord(record.sequence(), record.timeMicros(), new Record.Flush())
                    : record);
        }
        return new BatchPacker(1 << 20, false).pack(batch.diskTag(), batch.epoch(), records);
    }

    private static Build marksWithoutHold() {
        return new Build() {
            @Override
            void mark(Run run, List<Capture> captures, Record.Mark mark) throws IOException, InterruptedException {
                for (Capture capture : captures.reversed()) {
                    super.mark(run, List.of(capture), mark);
                    run.sleep(Duration.ofMillis(800).toNanos());
                }
            }
        };
    }

    private static Build releasedInUse() {
        return new Build() {
            @Override
            void tend(Replica replica) throws IOException {
                replica.journal().release(replica.journal().durableSequence());
            }
        };
    }

    private static Build trimNotLogged() {
        return new Build() {
            @Override
            void trim(SplitCapture capture, long offset, long length) throws IOException {
                capture.disk().trim(offset, length);
            }
        };
    }
}

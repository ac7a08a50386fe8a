package secondsite.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.Extent;
import secondsite.engine.disk.FileDisk;
import secondsite.engine.disk.Writes;
import secondsite.engine.file.Folder;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.file.StoredFile;
import secondsite.engine.journal.JournalCursor;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.layer.DiskLayer;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.Record;
import secondsite.engine.segment.SequencedRecord;

/**
 * A captured disk on a simulated machine, what its guest was promised, and a replica that applies what was shipped. The guest writes
 * sectors full of one number each, in a few places of the disk; the promise is the set of numbers that a sector may hold.
 */
final class CaptureWorld {

    static final int SECTOR = 512;
    static final long REGION = 16 << 20;
    static final int REGIONS = 4;
    static final long SIZE = REGIONS * REGION;
    /** Only this much at the start of each region is ever written. */
    static final int USED = 512 << 10;

    /** Of all worlds of a test run: to make one takes longer than all that is done with it. */
    private static final ByteBuffer GROUP = ByteBuffer.allocateDirect(8 << 20);
    private static final int TORN = -1;
    private static final int SECTORS = USED / SECTOR;

    final SimulatedFolder machine = SimulatedFolder.named("machine");
    final JournalIdentity identity = new JournalIdentity(new UUID(7, 8), SIZE);
    final Random random;
    final SpoolLimits limits;
    private final InstantSource clock = () -> Instant.EPOCH.plusMillis(ticks());
    private final int[] current = new int[REGIONS * SECTORS];
    private final List<List<Integer>> allowed = new ArrayList<>();
    /** Sectors of writes that failed, or are under way: nobody knows what they hold until they are written again. */
    private final BitSet unknown = new BitSet();
    private final ByteBuffer[] replica = new ByteBuffer[REGIONS];

    SplitCapture capture;
    long shipped;
    private long boot = 1;
    private long ticks;
    private int values;
    private boolean betweenMarks;
    private int sizes = 1;
    private boolean writesDuringFlush;
    private boolean flushesAmidProtection;
    private boolean protectedAtFirst = true;
    /** What the folder beside the disk is reached through. */
    private Folder besideDevice = machine;

    CaptureWorld(long seed, long spoolLimit) throws IOException {
        random = new Random(seed);
        limits = new SpoolLimits(spoolLimit, 0);
        for (int i = 0; i < current.length; i++) {
            allowed.add(new ArrayList<>(List.of(0)));
        }
        Arrays.setAll(replica, _ -> ByteBuffer.allocate(USED));
        try (StoredFile image = machine.create("image")) {
            image.resize(SIZE);
            image.force();
        }
        machine.folder("spool");
        machine.folder("beside");
        machine.force();
    }

    private long ticks() {
        return ++ticks;
    }

    /** A disk that was never seen before is only served. */
    void servesOnlyAtFirst() {
        protectedAtFirst = false;
    }

    void reachesBesideThrough(Folder device) {
        besideDevice = device;
    }

    /** The guest writes so many times as much at once. */
    void writesMore(int times) {
        sizes = times;
    }

    Disk image(Folder folder) throws IOException {
        return new DiskLayer(new FileDisk(folder.open("image"))) {
            @Override
            public void flush() throws IOException {
                boolean write = writesDuringFlush;
                writesDuringFlush = false;
                below.flush();
                for (int i = 0; write && i < 3; i++) {
                    CaptureWorld.this.write();
                }
                if (write && flushesAmidProtection) {
                    CaptureWorld.this.flush();
                }
            }
        };
    }

    /** A checkpoint during which the guest goes on writing. */
    void checkpoint() throws IOException {
        writesDuringFlush = random.nextBoolean();
        try {
            capture.checkpoint();
        } finally {
            writesDuringFlush = false;
        }
    }

    /** Protection begins while the guest goes on writing. */
    void protect() throws IOException {
        amid(() -> capture.protect(1));
    }

    /** It ends while the guest goes on writing. */
    void unprotect() throws IOException {
        amid(capture::unprotect);
    }

    private interface Change {
        void make() throws IOException;
    }

    private void amid(Change change) throws IOException {
        writesDuringFlush = random.nextBoolean();
        flushesAmidProtection = random.nextBoolean();
        try {
            change.make();
        } finally {
            writesDuringFlush = false;
            flushesAmidProtection = false;
        }
    }

    SplitDiskOpening opening(Disk disk, Folder spool) throws IOException {
        var settings = new CaptureSettings(identity, 1, new UUID(0, boot), limits, protectedAtFirst);
        return new SplitDiskOpening(disk, spool, besideDevice.folder("beside"), settings, clock);
    }

    void open() throws IOException {
        open(machine, machine);
    }

    /** @param diskDevice what the image is reached through, @param spoolDevice what the spool is reached through */
    void open(Folder diskDevice, Folder spoolDevice) throws IOException {
        capture = opening(image(diskDevice), spoolDevice.folder("spool")).open();
    }

    /** A guest's write of some sectors in one region. */
    record Write(int firstSector, int[] values) {}

    Write someWrite(int most) {
        int region = random.nextInt(REGIONS);
        int count = 1 + random.nextInt(most * sizes);
        int first = random.nextInt(SECTORS - count + 1);
        int value = ++values;
        int[] content = new int[count];
        Arrays.setAll(content, i -> value * 1000 + i % 1000);
        return new Write(region * SECTORS + first, content);
    }

    static long offset(int sector) {
        return sector / SECTORS * REGION + sector % SECTORS * (long) SECTOR;
    }

    private static ByteBuffer bytes(int[] values) {
        var bytes = ByteBuffer.allocate(values.length * SECTOR);
        for (int value : values) {
            fill(bytes, value);
        }
        return bytes.flip();
    }

    private static void fill(ByteBuffer bytes, int value) {
        for (int i = 0; i < SECTOR / 4; i++) {
            bytes.putInt(value);
        }
    }

    void write() throws IOException {
        Write write = someWrite(40);
        promiseEither(write);
        capture.served().write(bytes(write.values()), offset(write.firstSector()));
        promise(write);
    }

    void writeGroup() throws IOException {
        ByteBuffer buffer = GROUP.clear();
        var group = new Writes();
        group.begin(buffer);
        var all = new ArrayList<Write>();
        int position = Writes.LEAD;
        for (int i = 1 + random.nextInt(8); i > 0; i--) {
            Write write = someWrite(30);
            promiseEither(write);
            position += Writes.HEADROOM;
            ByteBuffer bytes = bytes(write.values());
            buffer.put(position, bytes, 0, bytes.limit());
            group.add(offset(write.firstSector()), position, bytes.limit());
            position += bytes.limit();
            all.add(write);
        }
        capture.served().write(group);
        all.forEach(this::promise);
    }

    void zero() throws IOException {
        Write some = someWrite(60);
        var write = new Write(some.firstSector(), new int[some.values().length]);
        promiseEither(write);
        long length = (long) write.values().length * SECTOR;
        if (random.nextBoolean()) {
            capture.served().zero(offset(write.firstSector()), length);
        } else {
            capture.served().trim(offset(write.firstSector()), length);
        }
        promise(write);
    }

    /** It is under way: whatever happens, a sector may hold it. */
    private void promiseEither(Write write) {
        for (int i = 0; i < write.values().length; i++) {
            allowed.get(write.firstSector() + i).add(write.values()[i]);
        }
        unknown.set(write.firstSector(), write.firstSector() + write.values().length);
    }

    private void promise(Write write) {
        System.arraycopy(write.values(), 0, current, write.firstSector(), write.values().length);
        unknown.clear(write.firstSector(), write.firstSector() + write.values().length);
    }

    void flush() throws IOException {
        capture.served().flush();
        promiseCurrent();
    }

    /** The guest has heard that what it wrote since the last flush may be lost. */
    void flushFailed() {
        for (int i = 0; i < current.length; i++) {
            if (allowed.get(i).size() > 1) {
                unknown.set(i);
            }
        }
    }

    private void promiseCurrent() {
        for (int i = 0; i < current.length; i++) {
            allowed.set(i, new ArrayList<>(List.of(current[i])));
        }
    }

    void losePower() {
        machine.losePower(random);
        boot++;
    }

    void kill() {
        machine.endProcess();
    }

    /** After a kill: nothing acknowledged is missing. */
    void assertNothingLost() throws IOException {
        int[] held = held();
        for (int i = 0; i < held.length; i++) {
            if (!unknown.get(i) && held[i] != current[i]) {
                throw new AssertionError("sector " + i + " holds " + held[i] + ", not " + current[i]);
            }
        }
    }

    /** After a loss of power: nothing flushed is missing; what was not may be there or not. */
    void assertPromisesHold() throws IOException {
        int[] held = held();
        for (int i = 0; i < held.length; i++) {
            if (!unknown.get(i) && !allowed.get(i).contains(held[i])) {
                throw new AssertionError(
                        "sector " + i + " holds " + held[i] + ", not one of " + allowed.get(i));
            }
        }
        System.arraycopy(held, 0, current, 0, held.length);
        promiseCurrent();
    }

    private int[] held() throws IOException {
        int[] held = new int[current.length];
        for (int region = 0; region < REGIONS; region++) {
            ByteBuffer bytes = ByteBuffer.allocate(USED);
            capture.served().read(bytes, region * REGION);
            for (int sector = 0; sector < SECTORS; sector++) {
                held[region * SECTORS + sector] = valueOf(bytes, sector * SECTOR);
            }
        }
        return held;
    }

    private static int valueOf(ByteBuffer bytes, int at) {
        int value = bytes.getInt(at);
        for (int i = 4; i < SECTOR; i += 4) {
            if (bytes.getInt(at + i) != value) {
                return TORN;
            }
        }
        return value;
    }

    /** Ships what is durable, as far as it is; the replica applies it. */
    void ship() throws IOException {
        capture.force();
        var journal = capture.spool().journal();
        long through = journal.durableSequence();
        assertThat(through).as("the receiver knows more").isGreaterThanOrEqualTo(shipped);
        try (JournalCursor cursor = journal.cursor(shipped + 1)) {
            for (Optional<Batch> batch = cursor.next(through); batch.isPresent(); batch = cursor.next(through)) {
                for (SequencedRecord record : batch.get().records()) {
                    take(record);
                }
            }
        }
        assertThat(shipped).isEqualTo(through);
        capture.spool().acknowledged(shipped, shipped);
    }

    /** The first copy: the replica becomes what the disk holds at some record, whatever it was before. */
    void copy() throws IOException {
        if (capture.copy() == CopyStage.OVER || !capture.spool().isOpen()) {
            return;
        }
        capture.force();
        shipped = capture.spool().lastSequence();
        betweenMarks = false;
        for (int region = 0; region < REGIONS; region++) {
            capture.served().read(replica[region].clear(), region * REGION);
            replica[region].clear();
        }
        if (capture.status().situation().state() == CaptureState.LOGGING) {
            capture.copy(CopyStage.OVER);
        }
    }

    /** How many files the spool takes. */
    int spoolFiles() throws IOException {
        return machine.folder("spool").folder("log").names().size();
    }

    private void take(SequencedRecord record) {
        if (record.sequence() <= shipped) {
            return;
        }
        assertThat(record.sequence()).isEqualTo(shipped + 1);
        shipped = record.sequence();
        switch (record.record()) {
            case Record.Write write -> apply(write.offset(), write.data());
            case Record.Copy copy -> {
                assertThat(betweenMarks).isTrue();
                apply(copy.offset(), copy.data());
            }
            case Record.Zero zero -> apply(zero.offset(), ByteBuffer.allocate(zero.length()));
            case Record.Trim trim -> apply(trim.offset(), ByteBuffer.allocate(trim.length()));
            case Record.Flush _ -> {
                // changes nothing
            }
            case Record.Mark mark -> betweenMarks = switch (mark.kind()) {
                case RESYNC_BEGINS -> true;
                case RESYNC_ENDED -> false;
                default -> betweenMarks;
            };
        }
    }

    private void apply(long offset, ByteBuffer data) {
        int at = (int) (offset % REGION);
        int length = Math.min(data.remaining(), USED - at);
        if (length > 0) {
            replica[(int) (offset / REGION)].put(at, data, data.position(), length);
        }
    }

    /** What shipping does when both sides do not fit: the spool is begun anew where the replica stands. */
    void restartIfBehind() throws IOException {
        long last = capture.spool().isOpen() ? capture.spool().lastSequence() : 0;
        if (last < shipped) {
            capture.restart(shipped + 1, GapReason.RECEIVER_AHEAD, "");
        }
    }

    /** Compares what is dirty, and nothing else, and logs what differs; stops after so many ranges. @return whether it came to its end */
    boolean resync(int ranges) throws IOException {
        if (capture.status().situation().state() == CaptureState.RESYNC_REQUIRED) {
            ship();
            capture.resyncBegins();
        }
        ship();
        long from = 0;
        for (int i = 0; i < ranges; i++) {
            Optional<Extent> dirty = capture.nextDirty(from, 1 << 20);
            if (dirty.isEmpty()) {
                capture.resyncEnds();
                return true;
            }
            compare(dirty.get());
            from = dirty.get().end();
        }
        return false;
    }

    private void compare(Extent range) throws IOException {
        var buffer = ByteBuffer.allocate(4096);
        for (long at = range.offset(); at < range.end() && at % REGION < USED; at += 4096) {
            capture.disk().read(buffer.clear(), at);
            ByteBuffer there = replica[(int) (at / REGION)].slice((int) (at % REGION), 4096);
            if (!buffer.flip().equals(there)) {
                capture.copy(List.of(new Extent(at, 4096, Extent.Kind.DATA)), ByteBuffer.allocate(4096));
            }
        }
        capture.compared(range);
    }

    void assertReplicaEqualsDisk() throws IOException {
        for (int region = 0; region < REGIONS; region++) {
            ByteBuffer bytes = ByteBuffer.allocate(USED);
            capture.served().read(bytes, region * REGION);
            int differs = bytes.flip().mismatch(replica[region].duplicate().clear());
            assertThat(differs).as("first byte of region %d that differs", region).isEqualTo(-1);
        }
        assertThat(betweenMarks).isFalse();
    }
}

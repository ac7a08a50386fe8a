package secondsite.drill.spine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import secondsite.agent.capture.CaptureState;
import secondsite.agent.capture.Situation;
import secondsite.agent.capture.Situation;
import secondsite.agent.capture.SplitCapture;
import secondsite.drill.oracle.Broken;
import secondsite.drill.oracle.Change;
import secondsite.drill.oracle.DiskModel;
import secondsite.drill.world.Run;
import secondsite.drill.world.Trace;
import secondsite.drill.world.World;
import secondsite.engine.disk.Writes;
import secondsite.engine.journal.Journal;
import secondsite.engine.journal.JournalIdentity;

/** A protected disk as its guest sees it, and what the guest was promised. */
final class GuestDisk {

    static final int SECTOR = 512;

    private final String name;
    private final JournalIdentity identity;
    private final Places places;
    private final int largestWrite;
    private final RandomGenerator random;
    private final Trace trace;
    private final DiskModel model;
    private final Build build;
    private int focus;
    private long shipped;
    private Situation told;
    private final List<Long> turns = new ArrayList<>();
    private Run run;
    private SplitCapture capture;

    GuestDisk(String name, UUID id, Places places, int largestWrite, World world, Build build) {
        this.build = build;
        this.name = name;
        this.identity = new JournalIdentity(id, places.diskSize());
        this.places = places;
        this.largestWrite = largestWrite;
        this.random = world.random();
        this.trace = world.trace();
        this.model = new DiskModel(name, places.modelSize());
    }

    String name() {
        return name;
    }

    UUID id() {
        return identity.disk();
    }

    JournalIdentity identity() {
        return identity;
    }

    Places places() {
        return places;
    }

    DiskModel model() {
        return model;
    }

    /** Empty while the agent does not run. */
    SplitCapture capture() {
        return capture;
    }

    /** Does not wait for the disk's lock: whoever holds it may itself be waiting for simulated time to go on. */
    CaptureState state() {
        return capture.situation().state();
    }

    /** Whether all that was done since this was so must have been logged: one that comes and goes leaves its time. */
    private boolean logsSince(Situation before) {
        return before.state().logs() && capture.situation().equals(before);
    }

    /** The agent has opened the disk. @param uncertain what was not made durable may be gone */
    void opened(Run in, SplitCapture opened, boolean uncertain) throws IOException {
        long last = opened.spool().isOpen() ? opened.spool().lastSequence() : model.lastSequence();
        model.recovered(last, places.read(opened.disk()), opened.situation().state().logs(), uncertain);
        turns.add(last + 1);
        if (last < shipped) {
            throw new Broken(name + ": record " + shipped + " was shipped, the log ends at " + last);
        }
        run = in;
        capture = opened;
        observe();
    }

    /** The log was opened again; what was not durable may be gone. */
    void reopened() {
        model.truncated(capture.spool().lastSequence());
        observe();
    }

    /** The log began anew with this record. */
    void restarted(long firstSequence) {
        trace.add(name, "begins anew with {}", firstSequence);
        model.restartedAt(firstSequence);
        observe();
    }

    private void tell() {
        Situation now = capture.situation();
        if (told == null || told.state() != now.state() || told.reason() != now.reason()) {
            trace.add(name, now.state() + ", " + now.reason() + (now.wholeDisk() ? ", whole disk" : "") + "{}",
                    now.detail().isEmpty() ? "" : ": " + now.detail());
        }
        if (told != null && told.state() != now.state() && now.state().logs()) {
            turns.add(last());
        }
        told = now;
    }

    /** Records at which something changed for the log: where a point is likely to be wrong. */
    List<Long> turns() {
        return turns;
    }

    /** Somebody has the records up to this one; they must have been durable here before. */
    void shipped(String who, long sequence) {
        if (capture == null) {
            shipped = Math.max(shipped, sequence);
            return;
        }
        observe();
        if (sequence > model.durableSequence()) {
            throw new Broken(who + " has record " + sequence + " of " + name + ", which is durable to "
                    + model.durableSequence() + " at its source");
        }
    }

    void closed() {
        run = null;
        capture = null;
    }

    /** Looks at what the log says of itself; the end for a thread of a run that has ended. */
    void observe() {
        if (capture == null) {
            throw new IllegalStateException("the agent does not run");
        }
        tell();
        if (!capture.spool().isOpen()) {
            return;
        }
        Journal journal = capture.spool().journal();
        long last = journal.lastSequence();
        if (last < model.lastSequence() && !state().logs()) {
            reopened();
        }
        model.recordsUntil(last);
        model.durable(journal.durableSequence());
    }

    /** The guest does something. */
    void act() throws IOException {
        observe();
        if (capture.served().readOnly()) {
            refused();
            return;
        }
        switch (random.nextInt(20)) {
            case 0, 1, 2 -> flush();
            case 3 -> zeros(random.nextBoolean());
            case 4 -> read();
            case 5, 6, 7, 8 -> group(1 + random.nextInt(6));
            default -> group(1);
        }
        observe();
    }

    private void refused() {
        try {
            capture.served().write(ByteBuffer.allocate(SECTOR), places.onDisk(0));
        } catch (IOException e) {
            return;
        }
        throw new Broken(name + " took a write though it was failed over");
    }

    private interface Call {
        void run() throws IOException;
    }

    private void change(List<Change> changes, Call call) {
        Situation before = capture.situation();
        model.begins(changes, before.state().logs());
        try {
            call.run();
        } catch (IOException e) {
            run.checkAlive();
            model.failed(last());
            return;
        }
        model.done(last(), logsSince(before));
    }

    private long last() {
        return capture.spool().isOpen() ? capture.spool().lastSequence() : model.lastSequence();
    }

    private void group(int count) {
        var changes = new ArrayList<Change>();
        for (int i = 0; i < count; i++) {
            changes.add(someChange(true));
        }
        if (count == 1 && random.nextBoolean()) {
            Change only = changes.getFirst();
            write(only.offset(), only.data());
        } else {
            change(changes, () -> capture.served().write(writes(changes)));
        }
    }

    /** One write of its own. */
    void write(int offset, byte[] data) {
        change(List.of(new Change(offset, data, true)),
                () -> capture.served().write(ByteBuffer.wrap(data), places.onDisk(offset)));
    }

    /** The guest turns to another part of the disk. */
    void focus() {
        focus = random.nextInt(places.islands());
    }

    private Change someChange(boolean withData) {
        int sectors = places.islandBytes() / SECTOR - 1;
        int within = 1 + random.nextInt(random.nextInt(4) == 0 ? sectors : sectors / 8);
        int offset = focus * places.islandBytes() + within * SECTOR;
        int most = Math.min(places.left(offset), random.nextInt(10) == 0 ? largestWrite : 4096);
        byte[] data = new byte[(1 + random.nextInt(most / SECTOR)) * SECTOR];
        if (withData) {
            fill(data);
        }
        return new Change(offset, data, true);
    }

    private void fill(byte[] data) {
        if (random.nextInt(4) == 0) {
            java.util.Arrays.fill(data, (byte) random.nextInt(3));
        } else {
            noise(data, random.nextLong());
        }
    }

    private static void noise(byte[] data, long seed) {
        var into = ByteBuffer.wrap(data);
        for (long x = seed | 1; into.hasRemaining(); x = x * 6364136223846793005L + 1442695040888963407L) {
            into.putLong(x);
        }
    }

    private Writes writes(List<Change> changes) {
        int length = Writes.LEAD + changes.stream().mapToInt(c -> Writes.HEADROOM + c.data().length).sum();
        var buffer = ByteBuffer.allocate(length);
        var writes = new Writes();
        writes.begin(buffer);
        int at = Writes.LEAD + Writes.HEADROOM;
        for (Change change : changes) {
            buffer.put(at, change.data());
            writes.add(places.onDisk(change.offset()), at, change.data().length);
            at += change.data().length + Writes.HEADROOM;
        }
        return writes;
    }

    private void zeros(boolean trim) {
        Change change = someChange(false);
        long offset = places.onDisk(change.offset());
        change(List.of(change), () -> {
            if (trim) {
                build.trim(capture, offset, change.data().length);
            } else {
                capture.served().zero(offset, change.data().length);
            }
        });
    }

    /** @return whether the guest was told that it is durable */
    boolean flush() {
        int version = model.version();
        Situation before = capture.situation();
        model.beginsRecords(1, before.state().logs());
        try {
            capture.served().flush();
        } catch (IOException e) {
            run.checkAlive();
            model.failed(last());
            model.flushFailed();
            return false;
        }
        model.done(last(), logsSince(before));
        model.flushed(version);
        observe();
        return true;
    }

    private void read() {
        int sector = random.nextInt(places.modelSize() / SECTOR);
        var into = ByteBuffer.allocate(SECTOR);
        try {
            capture.served().read(into, places.onDisk(sector * SECTOR));
        } catch (IOException e) {
            run.checkAlive();
            return;
        }
        if (!run.faults().forceFailed()) {
            model.check(sector, into.array());
        }
    }
}

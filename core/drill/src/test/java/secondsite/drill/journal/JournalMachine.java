package secondsite.drill.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import secondsite.drill.oracle.Broken;
import secondsite.drill.world.Faults;
import secondsite.drill.world.Machine;
import secondsite.drill.world.ProcessFolder;
import secondsite.drill.world.Run;
import secondsite.drill.world.World;
import secondsite.engine.disk.Writes;
import secondsite.engine.file.Folder;
import secondsite.engine.journal.Journal;
import secondsite.engine.journal.JournalCursor;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.journal.JournalSettings;
import secondsite.engine.journal.JournalView;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;
import secondsite.engine.segment.SequencedRecord;

/** A machine whose program does nothing but use a journal, from several threads. */
final class JournalMachine extends Machine {

    private static final int DISK = 32 << 10;
    private static final long PAUSE = 20_000_000L;

    private final JournalIdentity identity = new JournalIdentity(new UUID(7, 8), DISK);
    private final JournalModel model = new JournalModel(DISK);
    private final JournalSettings settings;
    private final boolean preemptive;
    private boolean powerLost;
    private boolean calm;
    private int epoch = 1;
    private Journal journal;

    JournalMachine(World world) {
        super("journal", world);
        this.settings = new JournalSettings(random.nextInt(6 << 10, 48 << 10));
        this.preemptive = random.nextBoolean();
    }

    /** From now on nothing goes wrong. */
    void calm() {
        calm = true;
    }

    boolean isOpen() {
        return up() && journal != null && !journal.failed();
    }

    long records() {
        return model.last();
    }

    @Override
    protected void begin(Run run, ProcessFolder folder) throws IOException {
        if (preemptive) {
            run.faults().preemptive();
        }
        arm(run.faults());
        epoch += random.nextInt(4) == 0 ? 1 : 0;
        Folder log = folder.folder("log");
        folder.force();
        Journal opened = Journal.open(log, identity, settings, epoch, 1, clock);
        world.trace().add(name, "opened {} to {}, {}", opened.firstSequence(), opened.lastSequence(),
                opened.failed() ? "failed" : "well");
        model.recovered(opened.firstSequence(), opened.lastSequence(), powerLost);
        model.durable(opened.durableSequence());
        JournalModel.expect("what is durable after opening", opened.durableSequence(), opened.lastSequence());
        powerLost = false;
        journal = opened;
        attempt("append", () -> repeat(run, this::append));
        attempt("force", () -> repeat(run, this::force));
        attempt("read", () -> repeat(run, this::read));
        attempt("view", () -> repeat(run, this::view));
        attempt("release", () -> repeat(run, this::release));
    }

    private void arm(Faults faults) {
        if (calm) {
            return;
        }
        var kinds = Faults.Kind.values();
        for (int i = random.nextInt(3); i >= 0; i--) {
            faults.arm(kinds[random.nextInt(kinds.length)], "", random.nextInt(random.nextBoolean() ? 40 : 400));
        }
    }

    @Override
    protected void ended(boolean lost) {
        journal = null;
        powerLost |= lost || run().faults().forceFailed();
    }

    private void repeat(Run run, Run.Task task) throws IOException, InterruptedException {
        while (!run.ended()) {
            run.sleep(random.nextLong(PAUSE));
            task.run();
        }
    }

    private void append() throws IOException {
        var records = new ArrayList<Record>();
        for (int i = random.nextInt(6); i >= 0; i--) {
            records.add(record());
        }
        boolean writes = records.stream().allMatch(record -> record instanceof Record.Write);
        model.begins(records);
        long last = writes ? journal.append(writes(records)) : journal.append(records);
        model.appended(last);
    }

    private Record record() {
        int offset = random.nextInt(DISK - 4096);
        int length = 1 + random.nextInt(4096);
        return switch (random.nextInt(12)) {
            case 0 -> new Record.Zero(offset, length);
            case 1 -> new Record.Trim(offset, length);
            case 2 -> new Record.Flush();
            case 3 -> new Record.Mark(MarkKind.BOOKMARK, new UUID(0, offset), "bookmark " + length);
            default -> new Record.Write(offset, data(length), false);
        };
    }

    private ByteBuffer data(int length) {
        byte[] data = new byte[length];
        if (random.nextInt(5) != 0) {
            random.nextBytes(data);
        }
        return ByteBuffer.wrap(data).asReadOnlyBuffer();
    }

    private static Writes writes(List<Record> records) {
        var buffer = ByteBuffer.allocate(1 << 16);
        var writes = new Writes();
        writes.begin(buffer);
        int at = Writes.LEAD + Writes.HEADROOM;
        for (Record record : records) {
            var write = (Record.Write) record;
            int length = write.data().remaining();
            buffer.put(at, write.data(), write.data().position(), length);
            writes.add(write.offset(), at, length);
            at += length + Writes.HEADROOM;
        }
        return writes;
    }

    private void force() throws IOException {
        long before = model.last();
        switch (random.nextInt(8)) {
            case 0 -> journal.seal();
            case 1 -> journal.beginEpoch(++epoch);
            default -> journal.force();
        }
        if (journal.durableSequence() < before) {
            throw new Broken("forced " + before + ", durable is " + journal.durableSequence());
        }
        model.durable(journal.durableSequence());
    }

    private void read() throws IOException {
        long first = journal.firstSequence();
        long last = journal.durableSequence();
        if (last < first) {
            return;
        }
        long from = random.nextLong(first, last + 1);
        try (JournalCursor cursor = journal.cursor(from)) {
            long at = from;
            for (Optional<Batch> batch = cursor.next(last); batch.isPresent(); batch = cursor.next(last)) {
                at = check(batch.get(), at);
            }
            JournalModel.expect("the end of reading from " + from, at, last + 1);
        }
    }

    private long check(Batch batch, long from) throws IOException {
        long at = from;
        for (SequencedRecord record : batch.records()) {
            if (record.sequence() >= from) {
                JournalModel.expect("the next record", record.sequence(), at++);
                model.check(record.sequence(), record.record());
            }
        }
        return at;
    }

    private void view() throws IOException {
        long first = journal.firstSequence();
        long last = journal.lastSequence();
        if (last < first || last > model.last()) {
            return;
        }
        long through = random.nextLong(first, last + 1);
        try (JournalView view = journal.view(through)) {
            byte[] expected = model.image(through);
            byte[] found = expected.clone();
            for (JournalView.Piece piece : view.pieces(0, DISK)) {
                overlay(view, piece, found);
            }
            int difference = java.util.Arrays.mismatch(found, expected);
            if (difference >= 0) {
                throw new Broken("the view of " + through + " differs at " + difference);
            }
        }
    }

    private static void overlay(JournalView view, JournalView.Piece piece, byte[] onto) throws IOException {
        var data = ByteBuffer.wrap(onto, (int) piece.offset(), (int) piece.length());
        switch (piece.source()) {
            case DATA -> view.read(piece, 0, data);
            case ZERO -> data.put(new byte[(int) piece.length()]);
            case BEFORE -> {
                // as it was
            }
        }
    }

    private void release() throws IOException {
        if (random.nextInt(10) == 0) {
            long through = random.nextLong(journal.firstSequence() - 1, journal.durableSequence() + 1);
            model.released(through);
            journal.release(through);
        }
    }

    @Override
    protected void failed(String what, IOException why) {
        if (calm) {
            throw new Broken(what + " failed though nothing went wrong: " + why);
        }
        super.failed(what, why);
    }

}

package secondsite.drill.journal;

import java.util.ArrayList;
import java.util.List;
import secondsite.drill.oracle.Broken;
import secondsite.engine.segment.Record;

/** What a journal must hold: each record, and what the disk is after it. */
final class JournalModel {

    private static final int KEEP_EVERY = 64;

    private final int diskSize;
    private final List<Record> records = new ArrayList<>();
    private final List<byte[]> kept = new ArrayList<>();
    private List<Record> attempt = List.of();
    private long acknowledged;
    private long durable;
    private long released;

    JournalModel(int diskSize) {
        this.diskSize = diskSize;
        kept.add(new byte[diskSize]);
    }

    long last() {
        return records.size();
    }

    void begins(List<Record> asked) {
        attempt = asked;
    }

    void appended(long lastSequence) {
        attempt.forEach(this::add);
        attempt = List.of();
        acknowledged = records.size();
        expect("the last record after an append", lastSequence, records.size());
    }

    private void add(Record record) {
        records.add(record);
        if (records.size() % KEEP_EVERY == 0) {
            kept.add(image(records.size()));
        }
    }

    /** The disk after a record. */
    byte[] image(long sequence) {
        int from = (int) Math.min(sequence / KEEP_EVERY, kept.size() - 1);
        byte[] image = kept.get(from).clone();
        records.subList(from * KEEP_EVERY, (int) sequence).forEach(record -> apply(record, image));
        return image;
    }

    private static void apply(Record record, byte[] image) {
        switch (record) {
            case Record.Write write -> write.data().get(write.data().position(), image, (int) write.offset(),
                    write.data().remaining());
            case Record.Zero zero -> put(image, zero.offset(), new byte[zero.length()]);
            case Record.Trim trim -> put(image, trim.offset(), new byte[trim.length()]);
            default -> {
                // leaves the disk as it was
            }
        }
    }

    private static void put(byte[] image, long offset, byte[] bytes) {
        System.arraycopy(bytes, 0, image, (int) offset, bytes.length);
    }

    void durable(long sequence) {
        durable = Math.max(durable, sequence);
        if (sequence > records.size()) {
            throw new Broken("record " + sequence + " is said to be durable, the last is " + records.size());
        }
    }

    void released(long through) {
        released = Math.max(released, through);
    }

    /** The journal was opened again. */
    void recovered(long firstSequence, long lastSequence, boolean powerLost) {
        long must = powerLost ? durable : acknowledged;
        if (lastSequence < must || firstSequence > released + 1) {
            throw new Broken("records " + firstSequence + " to " + lastSequence + " were found, but " + must
                    + " had to be there, and only " + released + " could be released");
        }
        if (lastSequence > records.size()) {
            attempt.stream().limit(lastSequence - records.size()).forEach(this::add);
        }
        attempt = List.of();
        expect("the last record after opening", lastSequence, Math.min(lastSequence, records.size()));
        records.subList((int) lastSequence, records.size()).clear();
        kept.subList((int) lastSequence / KEEP_EVERY + 1, kept.size()).clear();
        acknowledged = Math.min(acknowledged, lastSequence);
    }

    void check(long sequence, Record found) {
        if (!found.equals(records.get((int) sequence - 1))) {
            throw new Broken("record " + sequence + " is " + found + ", it was " + records.get((int) sequence - 1));
        }
    }

    static void expect(String what, long found, long expected) {
        if (found != expected) {
            throw new Broken(what + " is " + found + ", not " + expected);
        }
    }
}

package secondsite.drill.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * What a disk must hold, and what each record of its log stands for: all changes in the order in which they were made, and for each
 * record how many changes there were when it was made. A version is such a count.
 */
public final class DiskModel {

    private static final int KEEP_EVERY = 64;

    /** What the program was about to do when it was last heard of. */
    private record Attempt(List<Change> changes, int records, boolean logging) {}

    private static final Attempt NOTHING = new Attempt(List.of(), 0, false);

    private final String name;
    private final int size;
    private final List<Change> changes = new ArrayList<>();
    private final TreeMap<Integer, Image> kept = new TreeMap<>();
    private final List<Integer> versions = new ArrayList<>();
    private final Image now;
    private Attempt attempt = NOTHING;
    private int flushedVersion;
    private long durableSequence;

    /** A disk of zeros. */
    public DiskModel(String name, int size) {
        this.name = name;
        this.size = size;
        this.now = new Image(size);
        kept.put(0, now.copy());
    }

    public String name() {
        return name;
    }

    public int size() {
        return size;
    }

    public int version() {
        return changes.size();
    }

    /** The last record that was made. */
    public long lastSequence() {
        return versions.size();
    }

    /** The guest asks for these changes, which are to become one record each, or none at all while nothing is logged. */
    public void begins(List<Change> asked, boolean logging) {
        attempt = new Attempt(asked, asked.size(), logging);
    }

    /** Something begins that makes so many records and changes nothing. */
    public void beginsRecords(int records, boolean logging) {
        attempt = new Attempt(List.of(), records, logging);
    }

    /**
     * The guest was told that what it asked for is done.
     *
     * @param logged whether all changes since it began to ask must have been logged
     */
    public void done(long lastSequence, boolean logged) {
        Attempt ended = end();
        long made = lastSequence - versions.size();
        if (logged && made != ended.records()) {
            throw new Broken(name + ": " + ended.records() + " changes became " + made + " records after "
                    + versions.size());
        }
        for (Change change : ended.changes()) {
            apply(change);
            if (versions.size() < lastSequence) {
                versions.add(version());
            }
        }
        recordsUntil(lastSequence);
    }

    /** The guest was told that what it asked for failed: of what it asked to change nobody knows what is there. */
    public void failed(long lastSequence) {
        for (Change change : end().changes()) {
            apply(new Change(change.offset(), change.data(), false));
        }
        recordsUntil(lastSequence);
    }

    private Attempt end() {
        Attempt ended = attempt;
        attempt = NOTHING;
        return ended;
    }

    private void apply(Change change) {
        changes.add(change);
        now.apply(change);
        if (version() % KEEP_EVERY == 0) {
            kept.put(version(), now.copy());
        }
    }

    /** Records were made that change nothing. */
    public void recordsUntil(long lastSequence) {
        if (lastSequence < versions.size()) {
            throw new Broken(name + ": its last record was " + versions.size() + " and is " + lastSequence);
        }
        while (versions.size() < lastSequence) {
            versions.add(version());
        }
    }

    /** The log could not be written, and has lost records that were not durable; changes are not logged. */
    public void truncated(long lastSequence) {
        if (lastSequence < durableSequence) {
            throw new Broken(name + ": durable records were lost: the last was " + durableSequence + " and is "
                    + lastSequence);
        }
        cut(lastSequence);
    }

    /** The log began anew with this record, because the receiver has those before and no more. */
    public void restartedAt(long firstSequence) {
        cut(firstSequence - 1);
        durableSequence = Math.min(durableSequence, firstSequence - 1);
    }

    private void cut(long lastSequence) {
        if (lastSequence < versions.size()) {
            versions.subList((int) lastSequence, versions.size()).clear();
        }
    }

    /** The guest was told that everything before is durable. */
    public void flushed(int version) {
        flushedVersion = Math.max(flushedVersion, version);
    }

    /** The guest was told that a flush failed: what was not durable before may be lost. */
    public void flushFailed() {
        for (Change change : changes.subList(flushedVersion, version())) {
            for (int sector = change.offset() / Image.SECTOR; sector < change.end() / Image.SECTOR; sector++) {
                now.doubt(sector);
            }
        }
        kept.put(version(), now.copy());
    }

    /** The log was said to be durable that far. */
    public void durable(long sequence) {
        if (sequence > versions.size()) {
            throw new Broken(name + ": record " + sequence + " is said to be durable, the last is " + versions.size());
        }
        durableSequence = Math.max(durableSequence, sequence);
    }

    public long durableSequence() {
        return durableSequence;
    }

    /**
     * The program has started again after it ended at any moment.
     *
     * @param lastSequence of the log that it found
     * @param found        what is on the disk now
     * @param logging      whether changes are logged
     * @param uncertain    what was not durable may be lost: the machine was without power, or a force had failed
     */
    public void recovered(long lastSequence, byte[] found, boolean logging, boolean uncertain) {
        boolean onlyDurable = uncertain || !logging;
        long must = onlyDurable ? durableSequence : versions.size();
        if (lastSequence < must) {
            throw new Broken(name + ": " + (onlyDurable ? "durable" : "acknowledged")
                    + " records were lost: the last was " + must + " and is " + lastSequence);
        }
        cut(lastSequence);
        Attempt ended = end();
        int logged = (int) Math.min(lastSequence - versions.size(), ended.changes().size());
        for (Change change : ended.changes().subList(0, ended.logging() ? logged : 0)) {
            apply(change);
            versions.add(version());
        }
        recordsUntil(lastSequence);
        List<Change> open = ended.changes().subList(ended.logging() ? logged : 0, ended.changes().size());
        checkFound(found, uncertain ? flushedVersion : version(), open);
        adopt(found);
    }

    /** Each sector holds what it held at some version since one, or what was asked for when the program ended. */
    private void checkFound(byte[] found, int since, List<Change> open) {
        for (int sector = 0; sector * Image.SECTOR < size; sector++) {
            if (!now.same(found, sector) && !now.doubted(sector) && !possible(found, sector, since, open)) {
                throw new Broken(name + ": sector " + sector + " does not hold what was written, nor what was flushed");
            }
        }
    }

    private boolean possible(byte[] found, int sector, int since, List<Change> open) {
        Image before = image(since);
        if (before.same(found, sector) || before.doubted(sector)) {
            return true;
        }
        return anyMakes(changes.subList(since, version()), found, sector) || anyMakes(open, found, sector);
    }

    /** The guest reads a sector. */
    public void check(int sector, byte[] found) {
        int at = sector * Image.SECTOR;
        if (!now.doubted(sector) && !Arrays.equals(now.bytes(), at, at + Image.SECTOR, found, 0, Image.SECTOR)) {
            throw new Broken(name + ": sector " + sector + " does not read as it was written");
        }
    }

    private static boolean anyMakes(List<Change> some, byte[] found, int sector) {
        int at = sector * Image.SECTOR;
        return some.stream().anyMatch(change -> change.offset() <= at && change.end() >= at + Image.SECTOR
                && (!change.certain() || Arrays.equals(change.data(), at - change.offset(),
                        at - change.offset() + Image.SECTOR, found, at, at + Image.SECTOR)));
    }

    /**
     * What is on the disk is what the guest sees, and has from now on. Where it was told of a failure, nobody knows until it writes
     * there again: what a kernel shows after a failed force need not be what the disk holds.
     */
    public void adopt(byte[] found) {
        for (int sector = 0; sector * Image.SECTOR < size; sector++) {
            if (!now.same(found, sector)) {
                int at = sector * Image.SECTOR;
                boolean certain = !now.doubted(sector);
                apply(new Change(at, Arrays.copyOfRange(found, at, at + Image.SECTOR), certain));
            }
        }
    }

    /** The disk as it was when this record was made. */
    public Image imageAt(long sequence) {
        if (sequence > versions.size()) {
            throw new Broken(name + ": nobody made record " + sequence + ", the last is " + versions.size());
        }
        return image(sequence == 0 ? 0 : versions.get((int) sequence - 1));
    }

    private Image image(int version) {
        var from = kept.floorEntry(version);
        Image image = from.getValue().copy();
        changes.subList(from.getKey(), version).forEach(image::apply);
        return image;
    }

    /** The disk as it must be now. */
    public Image image() {
        return now;
    }
}

package secondsite.agent.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import secondsite.agent.scan.BlockSumFile;
import secondsite.agent.scan.DiskScan;
import secondsite.agent.scan.RecentSums;
import secondsite.agent.scan.ScannedSource;
import secondsite.agent.scan.ToldReads;
import secondsite.agent.tracking.Reads;
import secondsite.agent.tracking.Stillness;
import secondsite.agent.tracking.TrackedDevice.Standing;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.Extent;
import secondsite.engine.segment.Record;

/**
 * Reads the whole disk each time, and tells the blocks that have changed. Blocks are read one after the other while the machine writes, so that a scan by
 * itself gives no state that the disk ever had. There are two ways to one:
 *
 * <ol>
 * <li>A disk that can be read as a whole in a moment is read once more while its file systems are frozen, until a scan finds nothing or the operating
 * system has counted no write meanwhile.
 * <li>A larger one is at rest when a scan finds nothing and the operating system counts no write from its begin until the point.
 * </ol>
 *
 * Otherwise there is no point, and the reason is told; what was read is told all the same, and is found unchanged the next time.
 */
final class ScanReading implements Reading {

    private static final int LOOKS_BETWEEN_CHECKS = 20;
    private static final int MOST_SCANS = 5;
    /** The most that changed during a scan before the one for which file systems are frozen. */
    private static final long SMALL_BYTES = 16L << 20;
    /** The most that is read while nobody writes, in memory until it is told. */
    private static final long FINALE_BYTES = 64L << 20;
    private static final int BUFFER_BYTES = 1 << 20;

    private final ReentrantLock scanning = new ReentrantLock();
    private final TellingLock telling;
    private final Stillness stillness;
    private final ScannedSource source;
    private final BlockSumFile sums;
    private final Disk replicated;
    private final Spool spool;
    private final RoundLog log;
    private volatile Standing standing;
    private volatile Optional<String> problem = Optional.empty();
    private volatile long writtenBytes;
    private volatile long scanNanos;
    private int looks;
    /** Of the operating system, when the last scan began that found nothing more; empty when writes are not counted. */
    private volatile Optional<String> rest = Optional.empty();
    private boolean frozen;

    ScanReading(ScannedSource source, BlockSumFile sums, Followed.Means means) {
        this.telling = new TellingLock(means.lock(), means.stillness());
        this.stillness = means.stillness();
        this.source = source;
        this.sums = sums;
        this.replicated = new ToldReads(source.disk(), sums);
        this.spool = means.spool();
        this.log = means.log();
        this.standing = source.standing();
    }

    @Override
    public Disk disk() {
        return source.disk();
    }

    @Override
    public Disk replicated() {
        return replicated;
    }

    @Override
    public Standing standing() {
        return standing;
    }

    @Override
    public Optional<String> problem() {
        return problem;
    }

    @Override
    public void trouble(IOException e) {
        problem = Optional.of(String.valueOf(e.getMessage()));
    }

    @Override
    public long writtenBytes() {
        return writtenBytes;
    }

    /** A disk that is away is found as it is when it comes back. */
    @Override
    public void look() {
        if (looks++ % LOOKS_BETWEEN_CHECKS == 0) {
            standing = source.standing();
            problem = Optional.empty();
        }
    }

    @Override
    public void lastLook() throws IOException {
        if (log.isProtected()) {
            sums.force();
        }
    }

    @Override
    public void begin() throws IOException {
        open();
        sums.begin();
    }

    @Override
    public void end() throws IOException {
        sums.forget();
    }

    private void open() throws IOException {
        source.reopen();
        standing = source.standing();
    }

    /** Whatever has changed shows when it is compared. */
    @Override
    public void comparisonBegins() throws IOException {
        if (!sums.isKnown()) {
            sums.begin();
        }
        open();
    }

    @Override
    public boolean isQuiet() {
        return isAtRest();
    }

    /** Blocks of which nothing was told yet are the first copy's, not those of the log. */
    @Override
    public void checkReadable(CopyStage copy) throws IOException {
        if (log.logs() && copy != CopyStage.OVER) {
            throw new IOException("disk " + log.disk() + " is read for the first time; no point can be made yet");
        }
    }

    /** While it is compared, what is to be compared is not known to have been told. */
    private void checkTelling() throws IOException {
        log.checkLogs();
        if (log.situation().state() == CaptureState.RESYNCING) {
            log.checkCompared();
        }
    }

    @Override
    public void approach() throws IOException, InterruptedException {
        scanning.lockInterruptibly();
        try {
            for (int scans = 1;; scans++) {
                stillness.settle();
                long changed = scanWhileWritten();
                if (fitsIntoAFreeze() ? changed <= SMALL_BYTES : changed == 0 && isAtRest()) {
                    return;
                }
                if (scans == MOST_SCANS) {
                    throw busy(changed);
                }
            }
        } finally {
            scanning.unlock();
        }
    }

    private IOException busy(long changed) {
        return new IOException("disk " + log.disk() + " was written while it was scanned"
                + (changed == 0 ? "" : ", " + (changed + (1 << 20) - 1 >> 20) + " MiB of it")
                + (fitsIntoAFreeze()
                        ? ""
                        : "; reading it takes " + scanNanos / 1_000_000_000
                                + " s, longer than file systems may be frozen")
                + "; no point can be made now");
    }

    private long scanWhileWritten() throws IOException, InterruptedException {
        telling.held(() -> {
            checkTelling();
            open();
        });
        Optional<String> before = source.activity();
        long begin = System.nanoTime();
        long changed = new DiskScan(source.disk(), sums, ranges -> telling.held(() -> tell(ranges))).run();
        scanNanos = System.nanoTime() - begin;
        rest = before;
        return changed;
    }

    /** They are read once more, so that what is told last is what was there last. */
    private void tell(List<Extent> ranges) throws IOException {
        checkTelling();
        long bytes = ranges.stream().mapToLong(Extent::length).sum();
        spool.checkRoom(bytes);
        RangeCopies copies = RangeCopies.readTogether(Reads.inTurn(source.disk()), ranges,
                ByteBuffer.allocate(Math.max(BUFFER_BYTES, (int) bytes)));
        log.copies(copies.records(), copies.bytes());
        writtenBytes = writtenBytes + bytes;
        for (var each : copies.records()) {
            var copy = (Record.Copy) each;
            sums.told(copy.offset(), copy.data());
        }
    }

    /** Twice, if the first time something is found. */
    private boolean fitsIntoAFreeze() {
        return scanNanos * 3 < stillness.limit().toNanos();
    }

    /** Whether nobody has written since the last scan began, if that found nothing. */
    private boolean isAtRest() {
        Optional<String> then = rest;
        return then.isPresent() && then.equals(source.activity());
    }

    @Override
    public void still(Finale finale, long deadline) throws IOException, InterruptedException {
        checkTelling();
        frozen = fitsIntoAFreeze();
        if (frozen) {
            stillness.freeze();
            scanStill(finale, deadline);
        } else {
            checkAtRest();
        }
    }

    private void checkAtRest() throws IOException {
        if (!isAtRest()) {
            throw busy(0);
        }
    }

    private void scanStill(Finale finale, long deadline) throws IOException, InterruptedException {
        var recent = new RecentSums(sums);
        finale.copies().forEach(copy -> recent.add(copy.offset(), copy.data()));
        boolean more = true;
        while (more) {
            Optional<String> before = source.activity();
            List<Extent> found = scan(recent);
            long bytes = found.stream().mapToLong(Extent::length).sum();
            if (finale.bytes() + bytes > FINALE_BYTES || System.nanoTime() > deadline) {
                throw busy(bytes);
            }
            if (!found.isEmpty()) {
                finale.read(Reads.inTurn(source.disk()), found);
                finale.copies().forEach(copy -> recent.add(copy.offset(), copy.data()));
            }
            rest = before;
            more = !found.isEmpty() && !isAtRest();
        }
    }

    private List<Extent> scan(RecentSums recent) throws IOException, InterruptedException {
        var found = new ConcurrentLinkedQueue<Extent>();
        new DiskScan(source.disk(), recent, found::addAll).run();
        return List.copyOf(found);
    }

    /** Where writes are counted, that is asked; where they are not, the freeze has to do. */
    @Override
    public void checkStill(Finale finale, long deadline) throws IOException {
        if (!finale.isToBeTold() && rest.isPresent()) {
            checkAtRest();
        }
        if (frozen) {
            stillness.check();
        }
    }

    /** The next scan finds it again. */
    @Override
    public void giveBack(Finale finale) {
        rest = Optional.empty();
    }

    @Override
    public void told(Finale finale) throws IOException {
        for (var copy : (Iterable<Record.Copy>) finale.copies()::iterator) {
            writtenBytes = writtenBytes + copy.data().remaining();
            sums.told(copy.offset(), copy.data());
        }
    }
}

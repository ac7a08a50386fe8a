package secondsite.drill.spine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import secondsite.agent.capture.Capture;
import secondsite.agent.capture.CaptureStatus;
import secondsite.agent.capture.CopyStage;
import secondsite.agent.capture.GapReason;
import secondsite.agent.capture.Hold;
import secondsite.agent.capture.Spool;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.Extent;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.segment.Record;

/** Passes everything on to a capture. */
public abstract class CaptureLayer implements Capture {

    protected final Capture below;

    protected CaptureLayer(Capture below) {
        this.below = below;
    }

    @Override
    public JournalIdentity identity() {
        return below.identity();
    }

    @Override
    public Disk disk() {
        return below.disk();
    }

    @Override
    public Spool spool() {
        return below.spool();
    }

    @Override
    public CaptureStatus status() {
        return below.status();
    }

    @Override
    public void approach() throws IOException, InterruptedException {
        below.approach();
    }

    @Override
    public long consistentFrom() throws IOException, InterruptedException {
        return below.consistentFrom();
    }

    @Override
    public Optional<Hold> hold(Duration atMost) throws IOException, InterruptedException {
        return below.hold(atMost);
    }

    @Override
    public void checkMarkable() throws IOException {
        below.checkMarkable();
    }

    @Override
    public long mark(Record.Mark mark) throws IOException {
        return below.mark(mark);
    }

    @Override
    public void force() throws IOException {
        below.force();
    }

    @Override
    public void checkpoint() throws IOException {
        below.checkpoint();
    }

    @Override
    public boolean met() {
        return below.met();
    }

    @Override
    public void meet() throws IOException {
        below.meet();
    }

    @Override
    public CopyStage copy() {
        return below.copy();
    }

    @Override
    public void copy(CopyStage stage) throws IOException {
        below.copy(stage);
    }

    @Override
    public void restart(long firstSequence, GapReason reason, String detail) throws IOException {
        below.restart(firstSequence, reason, detail);
    }

    @Override
    public boolean recoverSpool() throws IOException {
        return below.recoverSpool();
    }

    @Override
    public void gap(GapReason reason, String detail, boolean wholeDisk) throws IOException {
        below.gap(reason, detail, wholeDisk);
    }

    @Override
    public void fence(int epoch) throws IOException {
        below.fence(epoch);
    }

    @Override
    public void refused(int epoch) throws IOException {
        below.refused(epoch);
    }

    @Override
    public void resyncBegins() throws IOException {
        below.resyncBegins();
    }

    @Override
    public Optional<Extent> nextDirty(long from, long atMost) {
        return below.nextDirty(from, atMost);
    }

    @Override
    public long copy(List<Extent> ranges, ByteBuffer buffer) throws IOException {
        return below.copy(ranges, buffer);
    }

    @Override
    public void compared(Extent range) throws IOException {
        below.compared(range);
    }

    @Override
    public void resyncEnds() throws IOException, InterruptedException {
        below.resyncEnds();
    }

    @Override
    public void close() throws IOException {
        below.close();
    }
}

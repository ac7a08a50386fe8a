package secondsite.agent.management;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import secondsite.agent.capture.Capture;
import secondsite.agent.capture.CaptureSettings;
import secondsite.agent.capture.CopyStage;
import secondsite.agent.capture.SplitCapture;
import secondsite.agent.capture.SplitDiskOpening;
import secondsite.agent.capture.SpoolLimits;
import secondsite.agent.copy.CopyMeans;
import secondsite.agent.copy.ModelTarget;
import secondsite.api.machine.DiskAssignment;
import secondsite.api.machine.DiskReport;
import secondsite.api.machine.DiskVerification;
import secondsite.api.machine.DiskWork;
import secondsite.api.machine.MachineInventory.DiskFacts;
import secondsite.api.activity.ReportedProblem;
import secondsite.engine.disk.MemoryDisk;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.journal.MarkEntry;

import secondsite.engine.ship.Bandwidth;
import secondsite.engine.ship.MonotonicTime;

/** A protected disk with a real capture, whose replication is only played. */
final class PlayedDisk implements ManagedDisk {

    private static final int SIZE = 1 << 20;

    final SplitCapture capture;
    int wakes;
    int resyncs;
    boolean resyncOrdered;
    boolean sends = true;

    PlayedDisk(int number) throws IOException {
        var settings = new CaptureSettings(new JournalIdentity(new UUID(0, number), SIZE), 1, new UUID(3, 4),
                new SpoolLimits(1 << 30, 0));
        capture = new SplitDiskOpening(new MemoryDisk(SIZE), SimulatedFolder.named("spool"),
                SimulatedFolder.named("beside"), settings, InstantSource.system()).open();
        capture.copy(CopyStage.OVER);
    }

    List<MarkEntry> marks() throws IOException {
        return capture.spool().journal().marks();
    }

    @Override
    public UUID id() {
        return capture.identity().disk();
    }

    @Override
    public DiskFacts facts() {
        return new DiskFacts(id(), "disk", SIZE, "memory");
    }

    @Override
    public boolean isProtected() {
        return capture.isProtected();
    }

    @Override
    public void protect(DiskAssignment assignment) throws IOException {
        capture.protect(assignment.epoch());
    }

    @Override
    public void unprotect() throws IOException {
        capture.unprotect();
    }

    @Override
    public Capture capture() {
        return capture;
    }

    @Override
    public void wake() {
        wakes++;
    }

    @Override
    public void resync() {
        resyncs++;
        resyncOrdered = true;
    }

    @Override
    public void resyncGoesOn() {
        resyncOrdered = true;
    }

    @Override
    public boolean resyncIsOrdered() {
        return resyncOrdered;
    }

    @Override
    public Optional<Verifier.Subject> verifiable() {
        return sends
                ? Optional.of(new Verifier.Subject(capture, new ModelTarget(capture),
                        new CopyMeans(1, true, new Bandwidth(0), InstantSource.system(), MonotonicTime.SYSTEM),
                        this::wake))
                : Optional.empty();
    }

    @Override
    public DiskReport report(DiskWork verifying, DiskVerification verified, List<ReportedProblem> more) {
        throw new UnsupportedOperationException();
    }
}

package secondsite.agent;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.agent.capture.Closing;
import secondsite.agent.capture.CopyStage;
import secondsite.agent.capture.CaptureState;
import secondsite.agent.capture.GapReason;
import secondsite.agent.capture.Protectable;
import secondsite.agent.configuration.AgentConfiguration.DiskEntry;
import secondsite.agent.control.AgentStatus.DiskStatus;
import secondsite.agent.management.ManagedDisk;
import secondsite.agent.management.Verifier;
import secondsite.agent.protection.CheckpointTimer;
import secondsite.agent.protection.DiskJobs;
import secondsite.agent.protection.Job;
import secondsite.agent.protection.Replication;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.ReportedProblem;
import secondsite.api.machine.DiskAssignment;
import secondsite.api.machine.DiskReport;
import secondsite.api.machine.DiskVerification;
import secondsite.api.machine.DiskWork;
import secondsite.api.machine.MachineInventory.DiskFacts;
import secondsite.engine.ship.ShippingProgress;

/** A disk of this machine: served, and with everything that protects it. */
final class MachineDisk implements ManagedDisk, Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(MachineDisk.class);

    /** Where and how it is replicated. */
    private record Route(URI processServer, Replication.Terms terms) {}

    private final DiskEntry entry;
    private final CapturedDisk image;
    private final Connections connections;
    private final Replication.Means means;
    private final CheckpointTimer checkpoints;
    private final ReentrantLock changing = new ReentrantLock();
    private Route route;
    private volatile DiskAssignment assigned;
    private volatile boolean resyncOrdered;
    /** Null while nothing is sent. */
    private volatile Replication replication;
    /** Of the replication before. */
    private volatile ShippingProgress last;
    private boolean closed;
    /** Null when the configuration server was asked first. */
    private volatile Instant unaskedSince;
    /** Null when nothing was. */
    private volatile String writtenUnasked;

    MachineDisk(DiskEntry entry, CapturedDisk image, Connections connections, Replication.Means means) {
        this.entry = entry;
        this.image = image;
        this.connections = connections;
        this.means = means;
        this.checkpoints = new CheckpointTimer(image.capture(), true);
    }

    /** Looks after it from now on. */
    void start() {
        checkpoints.start();
    }

    /** Serves it from now on. */
    void serve() throws IOException {
        image.serve(entry.nbd());
    }

    /** Serves it although it is not known whether it was failed over meanwhile. */
    void serveUnasked() throws IOException {
        unaskedSince = means.clock().instant();
        serve();
    }

    /** Protects it from now on, without a configuration server. */
    void replicate(URI processServer, boolean compress, Predicate<Job.Kind> byItself) throws IOException {
        capture().protect(entry.firstEpoch());
        replicate(new Route(processServer, new Replication.Terms(entry.firstEpoch(), compress)), byItself);
    }

    private void replicate(Route wanted, Predicate<Job.Kind> byItself) throws IOException {
        if (!closed && !Objects.equals(wanted, route)) {
            Optional<Replication> next = Optional.ofNullable(wanted).map(to -> new Replication(entry.name(), capture(),
                    connections.processServer(to.processServer()), to.terms(), byItself, means));
            stop();
            route = wanted;
            replication = next.orElse(null);
            next.ifPresent(Replication::start);
        }
    }

    private void stop() throws IOException {
        Replication ending = replication;
        if (ending != null) {
            last = ending.progress().orElse(last);
            replication = null;
            route = null;
            ending.close();
        }
    }

    @Override
    public void protect(DiskAssignment assignment) throws IOException {
        changing.lock();
        try {
            Route wanted = route(assignment);
            capture().protect(assignment.epoch());
            assigned = assignment;
            writeIn(assignment);
            replicate(wanted, this::mayRun);
            DiskJobs jobs = replication == null ? null : replication.jobs();
            if (jobs != null) {
                jobs.look();
            }
        } finally {
            changing.unlock();
        }
    }

    private void writeIn(DiskAssignment assignment) throws IOException {
        if (assignment.fence() != null) {
            boolean written = !isFenced();
            capture().fence(assignment.fence());
            if (written) {
                tellOfFence();
            }
            return;
        }
        writtenUnasked = null;
        if (isFenced()) {
            stop();
        }
        capture().beginEpoch(assignment.epoch());
    }

    private boolean isFenced() {
        return capture().situation().state() == CaptureState.FENCED;
    }

    /** Writes that were taken before anybody was asked are nowhere else. */
    private void tellOfFence() {
        long bytes = capture().writtenBytes();
        if (unaskedSince != null && bytes > 0) {
            writtenUnasked = "since the agent started at " + unaskedSince
                    + " the configuration server could not be asked; " + bytes
                    + " bytes were written here until it said that the disk was failed over";
            LOG.warn("disk {}: {}", entry.name(), writtenUnasked);
        }
        LOG.warn("disk {}: it was failed over, and {}", entry.name(),
                entry.isServed()
                        ? "refuses writes"
                        : "nothing of it is sent any more; its machine still writes to it");
    }

    private Route route(DiskAssignment assignment) {
        if (assignment.epoch() < 1) {
            throw new IllegalArgumentException("epoch " + assignment.epoch() + "; they begin with 1");
        }
        connections.processServer(assignment.processServer());
        return assignment.replicate()
                ? new Route(assignment.processServer(),
                        new Replication.Terms(assignment.epoch(), assignment.compress()))
                : null;
    }

    /** A comparison that the first copy waits for is a part of it. */
    private boolean mayRun(Job.Kind kind) {
        DiskAssignment now = assigned;
        return now != null && now.fence() == null && switch (kind) {
            case INITIAL_COPY -> now.copy();
            case RESYNC -> now.resyncNow() || resyncIsOrdered() || now.copy() && capture().copy() != CopyStage.OVER;
        };
    }

    @Override
    public void unprotect() throws IOException {
        changing.lock();
        try {
            stop();
            assigned = null;
            resyncOrdered = false;
            capture().unprotect();
            last = null;
        } finally {
            changing.unlock();
        }
    }

    @Override
    public UUID id() {
        return entry.id();
    }

    @Override
    public DiskFacts facts() {
        return new DiskFacts(entry.id(), entry.name(), entry.size().bytes(), entry.place());
    }

    /** Whether both cannot be on one machine. */
    boolean isLike(DiskEntry other) {
        return entry.id().equals(other.id()) || entry.name().equals(other.name()) || entry.place().equals(other.place())
                || entry.nbd() != null && entry.nbd().equals(other.nbd());
    }

    boolean isCalled(String idOrName) {
        return entry.name().equals(idOrName) || entry.id().toString().equalsIgnoreCase(idOrName);
    }

    @Override
    public boolean isProtected() {
        return capture().isProtected();
    }

    @Override
    public Protectable capture() {
        return image.capture();
    }

    @Override
    public void wake() {
        replication().ifPresent(Replication::wake);
    }

    private Optional<Replication> replication() {
        return Optional.ofNullable(replication);
    }

    /** @throws IOException when nothing is sent of it, with the reason */
    DiskJobs jobs() throws IOException {
        return replication().map(Replication::jobs).orElseThrow(() -> new IOException("disk " + entry.name()
                + (isProtected() ? " is paused by the configuration server" : " is not protected")));
    }

    @Override
    public void resync() throws IOException {
        resyncOrdered = true;
        if (capture().status().situation().state() == CaptureState.LOGGING) {
            capture().gap(GapReason.ORDERED, "", true);
        }
        replication().map(Replication::jobs).ifPresent(DiskJobs::look);
    }

    @Override
    public void resyncGoesOn() {
        resyncOrdered = true;
    }

    @Override
    public boolean resyncIsOrdered() {
        CaptureState now = capture().situation().state();
        return resyncOrdered && (now == CaptureState.RESYNC_REQUIRED || now == CaptureState.RESYNCING);
    }

    @Override
    public Optional<Verifier.Subject> verifiable() {
        return replication().filter(_ -> image.isVerifiable())
                .map(now -> new Verifier.Subject(capture(), now.target(), now.copyMeans(), now::wake));
    }

    DiskStatus status() {
        return new DiskStanding(entry, image, replication(), shipped()).status();
    }

    @Override
    public DiskReport report(DiskWork verifying, DiskVerification verified, List<ReportedProblem> more) {
        var problems = new ArrayList<>(more);
        var standing = new DiskStanding(entry, image, replication(), shipped());
        problems.addAll(standing.problems());
        Optional.ofNullable(writtenUnasked)
                .ifPresent(what -> problems.add(new ReportedProblem(ErrorCode.DISK_FENCED, what)));
        return standing.report(verifying == null ? standing.work(Optional.ofNullable(assigned)) : verifying, verified,
                problems);
    }

    private Optional<ShippingProgress> shipped() {
        return replication().flatMap(Replication::progress).or(() -> Optional.ofNullable(last));
    }

    /** Takes leave of the machine and leaves everything durable. */
    @Override
    public void close() throws IOException {
        changing.lock();
        try {
            closed = true;
            Closing.all(List.of(this::stop, checkpoints, image));
        } finally {
            changing.unlock();
        }
    }
}

package secondsite.agent;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import secondsite.agent.capture.Capture;
import secondsite.agent.capture.CaptureState;
import secondsite.agent.capture.CaptureStatus;
import secondsite.agent.capture.Situation;
import secondsite.agent.configuration.AgentConfiguration.DiskEntry;
import secondsite.agent.control.AgentStatus.DiskStatus;
import secondsite.agent.control.AgentStatus.Job;
import secondsite.agent.control.AgentStatus.Shipping;
import secondsite.agent.control.AgentStatus.SpoolStatus;
import secondsite.agent.copy.CopyProgress;
import secondsite.agent.protection.CheckpointTimer;
import secondsite.agent.protection.DiskJobs;
import secondsite.agent.protection.DiskWatch;
import secondsite.agent.ship.DiskShipping;
import secondsite.engine.ship.ShippingProgress;

/** A disk of this machine with everything that protects it. */
final class MachineDisk implements Closeable {

    private final DiskEntry entry;
    private final CapturedImage image;
    private final DiskShipping shipping;
    private final DiskJobs jobs;
    private final CheckpointTimer checkpoints;
    private final DiskWatch watch;

    MachineDisk(DiskEntry entry, CapturedImage image, DiskShipping shipping, DiskJobs jobs) {
        this.entry = entry;
        this.image = image;
        this.shipping = shipping;
        this.jobs = jobs;
        this.checkpoints = new CheckpointTimer(image.capture(), true);
        this.watch = new DiskWatch(entry.name(), image.capture(), Optional.of(shipping), jobs::look);
    }

    void start() throws IOException {
        image.serve(entry.nbd());
        checkpoints.start();
        watch.start();
        jobs.start();
    }

    UUID id() {
        return entry.id();
    }

    boolean isCalled(String idOrName) {
        return entry.name().equals(idOrName) || entry.id().toString().equalsIgnoreCase(idOrName);
    }

    Capture capture() {
        return image.capture();
    }

    DiskJobs jobs() {
        return jobs;
    }

    DiskShipping shipping() {
        return shipping;
    }

    DiskStatus status() {
        CaptureStatus now = image.capture().status();
        Situation situation = now.situation();
        String reason = situation.state() == CaptureState.LOGGING
                ? null
                : situation.reason().words() + (situation.detail().isEmpty() ? "" : ": " + situation.detail());
        var spool = new SpoolStatus(now.spool().bytes(), now.spool().limitBytes(), now.spool().warning());
        return new DiskStatus(entry.id(), entry.name(), entry.size().bytes(), situation.state().name(), reason,
                situation.since(), spool, now.lastSequence(), now.dirtyBytes(),
                shipping.progress().map(MachineDisk::told).orElse(null), jobs.job().map(MachineDisk::told).orElse(null),
                problems(now));
    }

    private List<String> problems(CaptureStatus now) {
        var problems = new ArrayList<String>();
        now.problem().ifPresent(problems::add);
        shipping.problem().ifPresent(problems::add);
        shipping.progress().flatMap(ShippingProgress::lastError).ifPresent(problems::add);
        return problems;
    }

    private static Shipping told(ShippingProgress now) {
        return new Shipping(now.state().toString(), now.position().gatewaySequence(), now.position().targetSequence(),
                now.recordsWaiting(), now.bytesWaiting(), now.bytesSent(), now.bytesPerSecond(), now.lagSeconds());
    }

    private static Job told(secondsite.agent.protection.Job now) {
        CopyProgress none = new CopyProgress(0, 0, 0, 0, OptionalLong.empty(), Optional.empty());
        CopyProgress at = now.progress().orElse(none);
        Long left = at.secondsLeft().isPresent() ? at.secondsLeft().getAsLong() : null;
        return new Job(now.kind().name(), now.state().name(), at.doneBytes(), at.totalBytes(), at.sentBytes(),
                at.bytesPerSecond(), left, at.waiting().orElse(null), now.problem().orElse(null));
    }

    /** Takes leave of the machine and leaves everything durable. */
    @Override
    public void close() throws IOException {
        Closing.all(List.of(jobs, watch, checkpoints, image));
    }
}

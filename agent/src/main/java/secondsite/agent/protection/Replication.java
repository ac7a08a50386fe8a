package secondsite.agent.protection;

import java.io.Closeable;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import secondsite.agent.capture.Capture;
import secondsite.agent.copy.CopyMeans;
import secondsite.agent.copy.TransferTarget;
import secondsite.agent.ship.DiskShipping;
import secondsite.agent.ship.TransferReceiver;
import secondsite.api.client.TransferClient;
import secondsite.engine.ship.Bandwidth;
import secondsite.engine.ship.MonotonicTime;
import secondsite.engine.ship.ShippingProgress;
import secondsite.engine.ship.ShippingSettings;

/** All that is sent of one captured disk to one process server: its records, its first copy, and what comparisons find. */
public final class Replication implements Closeable {

    /**
     * What all disks of a machine share.
     *
     * @param jobsAtOnce has a permit for each disk that may be copied or compared at once
     */
    public record Means(Bandwidth bandwidth, Semaphore jobsAtOnce, InstantSource clock, MonotonicTime time) {}

    /**
     * How one disk is replicated.
     *
     * @param epoch    in which it is written
     * @param compress before sending
     */
    public record Terms(int epoch, boolean compress) {}

    private final Capture capture;
    private final TransferTarget target;
    private final CopyMeans copyMeans;
    private final DiskShipping shipping;
    private final DiskJobs jobs;
    private final DiskWatch watch;

    /**
     * @param client   to the process server
     * @param byItself which long work may be done now without an order; asked again and again
     */
    public Replication(String name, Capture capture, TransferClient client, Terms terms,
            Predicate<Job.Kind> byItself, Means means) {
        UUID disk = capture.identity().disk();
        ShippingSettings settings = terms.compress()
                ? ShippingSettings.DEFAULTS
                : ShippingSettings.DEFAULTS.unpacked();
        this.capture = capture;
        this.target = new TransferTarget(client, disk);
        this.copyMeans = new CopyMeans(terms.epoch(), terms.compress(), means.bandwidth(), means.clock(),
                means.time());
        this.shipping = new DiskShipping(capture, new TransferReceiver(client, disk),
                new DiskShipping.Means(settings, means.bandwidth(), means.clock(), means.time(), new Random()));
        this.jobs = new DiskJobs(capture, target, copyMeans, means.jobsAtOnce(), byItself, shipping::wake);
        this.watch = new DiskWatch(name, capture, Optional.of(shipping), jobs::look);
    }

    public void start() {
        watch.start();
        jobs.start();
    }

    public DiskJobs jobs() {
        return jobs;
    }

    /** There is something new that is durable. */
    public void wake() {
        shipping.wake();
    }

    /** How shipping goes; empty while it has not begun. */
    public Optional<ShippingProgress> progress() {
        return shipping.progress();
    }

    /** What keeps shipping from going on. */
    public Optional<String> problem() {
        return shipping.problem();
    }

    public Capture capture() {
        return capture;
    }

    /** Where the replica is. */
    public TransferTarget target() {
        return target;
    }

    /** What a comparison with the replica works with. */
    public CopyMeans copyMeans() {
        return copyMeans;
    }

    /** Breaks off, and leaves everything so that another one can go on where this one was. */
    @Override
    public void close() throws IOException {
        try (watch; jobs) {
            // jobs first, whatever fails
        }
    }
}

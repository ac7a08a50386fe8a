package secondsite.agent;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import secondsite.agent.capture.CaptureSettings;
import secondsite.agent.capture.SpoolLimits;
import secondsite.agent.configuration.AgentConfiguration;
import secondsite.agent.configuration.AgentConfiguration.DiskEntry;
import secondsite.agent.control.ControlServer;
import secondsite.agent.copy.CopyMeans;
import secondsite.agent.copy.TransferTarget;
import secondsite.agent.os.BootId;
import secondsite.agent.protection.DiskJobs;
import secondsite.agent.ship.DiskShipping;
import secondsite.agent.ship.TransferReceiver;
import secondsite.api.client.Connection;
import secondsite.api.client.TlsIdentity;
import secondsite.api.client.TransferClient;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.ship.Bandwidth;
import secondsite.engine.ship.MonotonicTime;
import secondsite.engine.ship.ShippingSettings;

/** All that the agent does on this machine, wired together from its configuration. */
public final class Agent implements Closeable {

    private final AgentConfiguration configuration;
    private final InstantSource clock = InstantSource.system();
    private final MonotonicTime time = MonotonicTime.SYSTEM;
    private final List<MachineDisk> disks = new ArrayList<>();
    private final Connection connection;
    private final TransferClient client;
    private final Bandwidth bandwidth;
    private final Semaphore jobsAtOnce = new Semaphore(1, true);
    private ControlServer control;

    private Agent(AgentConfiguration configuration) throws IOException {
        this.configuration = configuration;
        var identity = configuration.agent();
        this.connection = new Connection(configuration.processServer().url(),
                TlsIdentity.fromPem(identity.certificate(), identity.key(), identity.authority()),
                Connection.Patience.DEFAULTS);
        this.client = new TransferClient(connection);
        this.bandwidth = new Bandwidth(configuration.shipping().bandwidth().bytes());
    }

    /**
     * Opens, recovers and serves all disks, and takes orders.
     *
     * @throws IOException naming what is wrong; nothing is left running then
     */
    public static Agent start(AgentConfiguration configuration) throws IOException {
        var agent = new Agent(configuration);
        try {
            UUID boot = BootId.current();
            for (DiskEntry entry : configuration.disks()) {
                agent.disks.add(agent.open(entry, boot));
            }
            for (MachineDisk disk : agent.disks) {
                disk.start();
            }
            agent.control = new ControlServer(configuration.control(),
                    new AgentOrders(configuration.agent().id(), agent.disks));
            return agent;
        } catch (IOException | RuntimeException e) {
            Closing.quietly(e, agent);
            throw e;
        }
    }

    private MachineDisk open(DiskEntry entry, UUID boot) throws IOException {
        AgentConfiguration.SpoolFolder spool = configuration.spool();
        var settings = new CaptureSettings(new JournalIdentity(entry.id(), entry.size().bytes()), entry.epoch(), boot,
                new SpoolLimits(spool.limit().bytes(), spool.reserve().bytes()));
        Path refuge = configuration.control().getParent();
        CapturedImage image = CapturedImage.open(new ImageFile(entry.file()),
                spool.directory().resolve(entry.id().toString()), refuge, settings, clock);
        var shipping = new DiskShipping(image.capture(), new TransferReceiver(client, entry.id()), means());
        var jobs = new DiskJobs(image.capture(), new TransferTarget(client, entry.id()), copyMeans(entry), jobsAtOnce,
                configuration.resync().automatic(), shipping::wake);
        return new MachineDisk(entry, image, shipping, jobs);
    }

    private DiskShipping.Means means() {
        ShippingSettings settings = configuration.shipping().compress()
                ? ShippingSettings.DEFAULTS
                : ShippingSettings.DEFAULTS.unpacked();
        return new DiskShipping.Means(settings, bandwidth, clock, time, new Random());
    }

    private CopyMeans copyMeans(DiskEntry entry) {
        return new CopyMeans(entry.epoch(), configuration.shipping().compress(), bandwidth, clock, time);
    }

    /** Takes leave of all machines and leaves everything durable. */
    @Override
    public void close() throws IOException {
        var all = new ArrayList<Closeable>();
        if (control != null) {
            all.add(control);
        }
        all.addAll(disks);
        all.add(connection::close);
        Closing.all(all);
    }
}

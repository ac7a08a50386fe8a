package secondsite.agent;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.agent.capture.Closing;
import secondsite.agent.capture.Capture;
import secondsite.agent.capture.CaptureSettings;
import secondsite.agent.capture.SpoolLimits;
import secondsite.agent.configuration.AgentConfiguration.DiskEntry;
import secondsite.agent.configuration.AgentConfiguration;
import secondsite.agent.control.ControlServer;
import secondsite.agent.freeze.AppPoints;
import secondsite.agent.freeze.Marks;
import secondsite.agent.freeze.group.GroupBarrier;
import secondsite.agent.inventory.Inventory;
import secondsite.agent.inventory.SystemLook;
import secondsite.agent.inventory.SystemWatch;
import secondsite.agent.management.Management;
import secondsite.agent.management.PointMaker;
import secondsite.agent.management.Points;
import secondsite.agent.management.PowerSwitch;
import secondsite.agent.os.BootId;
import secondsite.agent.os.FileSystems;
import secondsite.agent.os.InstalledPrograms;
import secondsite.agent.os.MachineFacts;
import secondsite.agent.os.MachineStillness;
import secondsite.agent.os.Scripts;
import secondsite.agent.power.CommandPower;
import secondsite.agent.power.QmpPower;
import secondsite.agent.protection.Job;
import secondsite.agent.protection.Replication;
import secondsite.api.machine.AgentOrder;
import secondsite.api.machine.MachineInventory.DiskFacts;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.ship.Bandwidth;
import secondsite.engine.ship.MonotonicTime;

/** All that the agent does on this machine, wired together from its configuration. */
public final class Agent implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
    private static final Duration HOLD_LIMIT = Duration.ofSeconds(5);
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(20);
    private static final Duration LOOK_LIMIT = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);
    private static final Path ROOT = Path.of("/");

    private final AgentConfiguration configuration;
    private final InstantSource clock = InstantSource.system();
    private final MonotonicTime time = MonotonicTime.SYSTEM;
    private final Random random = new Random();
    /** Those of its configuration, and those that it was told to have. */
    private final List<MachineDisk> disks = new CopyOnWriteArrayList<>();
    private final UUID boot = BootId.current();
    private final Connections connections;
    private final FileSystems fileSystems;
    private final MachineStillness stillness;
    private final Bandwidth bandwidth;
    private final Guests guests;
    private final Semaphore jobsAtOnce = new Semaphore(1, true);
    private final SystemWatch system = new SystemWatch(
            new SystemLook(ROOT, this::facts, new InstalledPrograms(LOOK_LIMIT)), BETWEEN_LOOKS, time);
    private final Points points = new Points(new Marks(HOLD_LIMIT, time));
    private Optional<Management> management = Optional.empty();
    private Optional<GroupBarrier> barrier = Optional.empty();
    private ControlServer control;

    private Agent(AgentConfiguration configuration) throws IOException {
        this.configuration = configuration;
        this.connections = new Connections(configuration, clock);
        this.fileSystems = new FileSystems(own(configuration));
        this.stillness = new MachineStillness(fileSystems, configuration.tracking().freeze().duration());
        this.guests = new Guests(configuration.control().resolveSibling("guests"), clock);
        this.bandwidth = new Bandwidth(configuration.shipping().bandwidth().bytes());
    }

    /** Where the agent itself writes: an application's point must not freeze that, since the agent would wait for itself. */
    private static List<Path> own(AgentConfiguration configuration) {
        var own = new ArrayList<Path>(List.of(configuration.spool().directory(), configuration.control().getParent()));
        configuration.disks().stream().filter(DiskEntry::isServed)
                .forEach(disk -> own.add(disk.file().getParent()));
        Optional.ofNullable(configuration.images()).ifPresent(own::add);
        return own;
    }

    /**
     * Opens, recovers and serves all disks, protects them as its file or its configuration server says, and takes orders.
     *
     * @throws IOException naming what is wrong; nothing is left running then
     */
    public static Agent start(AgentConfiguration configuration) throws IOException {
        var agent = new Agent(configuration);
        try {
            agent.start();
            return agent;
        } catch (IOException | RuntimeException e) {
            Closing.quietly(e, agent);
            throw e;
        }
    }

    private void start() throws IOException {
        for (DiskEntry entry : configuration.disks()) {
            disks.add(open(entry));
        }
        disks.forEach(MachineDisk::start);
        if (configuration.managed()) {
            List<MachineDisk> own = List.copyOf(disks);
            system.start();
            management = Optional.of(manage());
            management.get().start();
            openControl();
            serveWhatIsOurs(own);
        } else {
            serve(disks);
            replicate();
            openControl();
        }
    }

    private void openControl() throws IOException {
        control = new ControlServer(configuration.control(), new AgentOrders(configuration, disks, points, management));
    }

    private static void serve(List<MachineDisk> which) throws IOException {
        for (MachineDisk disk : which) {
            disk.serve();
        }
    }

    /**
     * Protected disks may have been failed over while this agent was away, or have come back: who decides that is asked first. A machine
     * that could not start because nobody answers would be worse than one that has to be told later.
     */
    private void serveWhatIsOurs(List<MachineDisk> own) throws IOException {
        List<MachineDisk> asked = own.stream().filter(MachineDisk::isProtected).toList();
        serve(own.stream().filter(disk -> !asked.contains(disk)).toList());
        if (asked.isEmpty() || heard()) {
            serve(asked);
            return;
        }
        LOG.warn("the configuration server did not answer: protected disks are served as they were left, "
                + "and refuse writes as soon as it says that they were failed over");
        for (MachineDisk disk : asked) {
            disk.serveUnasked();
        }
    }

    private boolean heard() throws IOException {
        Duration atMost = configuration.configurationServer().ask().duration();
        LOG.info("before protected disks are served, the configuration server is asked whether they were failed over; "
                + "for {} at most", atMost);
        try {
            return management.orElseThrow().awaitWord(atMost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the start was interrupted", e);
        }
    }

    private MachineDisk open(DiskEntry configured) throws IOException {
        AgentConfiguration.SpoolFolder spool = configuration.spool();
        DiskEntry entry = configured.device() != null
                ? configured.of(DiskInUse.size(configured, spool.directory()
                        .resolve(configured.id().toString()), configuration.control().getParent(), clock))
                : configured;
        var settings = new CaptureSettings(new JournalIdentity(entry.id(), entry.size().bytes()), entry.firstEpoch(),
                boot, new SpoolLimits(spool.limit().bytes(), spool.reserve().bytes()), !configuration.managed());
        Path refuge = configuration.control().getParent();
        Path own = spool.directory().resolve(entry.id().toString());
        var machine = new DiskInUse.Machine(refuge, stillness, clock);
        CapturedDisk disk = switch (entry.capture()) {
            case SPLIT -> CapturedImage.open(new ImageFile(entry.file()), own, refuge, settings, clock);
            case TRACKING -> DiskInUse.tracked(entry, own, settings, machine);
            case SCAN -> DiskInUse.scanned(entry.device(), random.nextLong(), own, settings, machine);
            case MIRROR -> guests.open(entry, own, refuge, settings);
        };
        return new MachineDisk(entry, disk, connections,
                new Replication.Means(bandwidth, jobsAtOnce, clock, time));
    }

    private void replicate() throws IOException {
        boolean resyncs = configuration.resync().automatic();
        for (MachineDisk disk : disks) {
            disk.replicate(configuration.processServer().url(), configuration.shipping().compress(),
                    kind -> kind == Job.Kind.INITIAL_COPY || resyncs);
        }
    }

    private Management manage() throws IOException {
        var inventory = new Inventory(new MachineFacts(ROOT), this::facts, system::last);
        var means = new Management.Means(Main.version(), DirectoryFolder.at(configuration.spool().directory()),
                inventory::now, bandwidth, jobsAtOnce, clock, time, random);
        return new Management(connections.configurationServer(configuration.configurationServer().url()), disks,
                points, abilities(), means);
    }

    private List<DiskFacts> facts() {
        return disks.stream().map(MachineDisk::facts).toList();
    }

    private Management.Abilities abilities() throws IOException {
        Optional<Path> images = Optional.ofNullable(configuration.images());
        var makers = new EnumMap<AgentOrder.Verb, PointMaker>(AgentOrder.Verb.class);
        makers.put(AgentOrder.Verb.APP_POINT,
                new AppPointMaker(new AppPoints(new Scripts(), fileSystems, time)));
        if (configuration.group() != null) {
            barrier = Optional.of(GroupBarrier.open(configuration.agent().id(), connections.identity(),
                    configuration.group().socket(), this::protectedDisks, this::wake, time));
            makers.put(AgentOrder.Verb.GROUP_POINT, new GroupPointMaker(barrier.get()));
        }
        return new Management.Abilities(makers, Optional.of(new DiskVerifier(jobsAtOnce)),
                barrier.map(open -> new GroupSeat(open, configuration.group())),
                Optional.ofNullable(configuration.machine()).map(Agent::power),
                new AssignedImages(images, disks, this::open));
    }

    private static PowerSwitch power(AgentConfiguration.Machine machine) {
        return machine.qmp() != null
                ? new QmpPower(machine.qmp())
                : new CommandPower(
                        new CommandPower.Commands(machine.state(), machine.shutDown(), machine.forceOff()),
                        new Scripts(), COMMAND_LIMIT);
    }

    private List<Capture> protectedDisks() {
        return disks.stream().filter(MachineDisk::isProtected).<Capture>map(MachineDisk::capture).toList();
    }

    private void wake() {
        disks.forEach(MachineDisk::wake);
    }

    /** Takes leave of all machines and leaves everything durable. */
    @Override
    public void close() throws IOException {
        var all = new ArrayList<Closeable>(List.of(system));
        if (control != null) {
            all.add(control);
        }
        barrier.ifPresent(all::add);
        if (management.isPresent()) {
            // Nobody waits for answers any more.
            all.add(connections);
            all.add(management.get());
        }
        // Only now it is certain that none is added any more.
        all.add(() -> Closing.all(disks));
        all.add(connections);
        Closing.all(all);
    }
}

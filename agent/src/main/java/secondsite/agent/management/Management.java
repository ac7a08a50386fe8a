package secondsite.agent.management;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.agent.protection.Pulse;
import secondsite.api.activity.ReportedProblem;
import secondsite.api.client.ReportClient;
import secondsite.api.machine.AgentAnswer;
import secondsite.api.machine.AgentAssignment;
import secondsite.api.machine.AgentOrder.Verb;
import secondsite.api.machine.AgentReport;
import secondsite.api.machine.DiskReport;
import secondsite.api.machine.GroupMembership;
import secondsite.api.machine.MachineInventory;
import secondsite.engine.file.Folder;
import secondsite.engine.segment.DamagedException;
import secondsite.engine.ship.Bandwidth;
import secondsite.engine.ship.MonotonicTime;

/** All that an agent does for its configuration server. What it was assigned is kept, and carried out at the next start at once. */
public final class Management implements Closeable {

    static final String ASSIGNMENT = "assignment.json";

    private static final Logger LOG = LoggerFactory.getLogger(Management.class);
    private static final long BEAT_MILLIS = 1_000;

    /**
     * What it works with.
     *
     * @param version    of this program
     * @param folder     where it keeps what it was told
     * @param inventory  what the machine is now
     * @param bandwidth  of all that the agent sends
     * @param jobsAtOnce has a permit for each disk that may be copied, compared or verified at once
     */
    public record Means(String version, Folder folder, Supplier<MachineInventory> inventory, Bandwidth bandwidth,
            Semaphore jobsAtOnce, InstantSource clock, MonotonicTime time, RandomGenerator random) {}

    /**
     * What else this agent can do. An order for which nobody is here is refused.
     *
     * @param points by the order that asks for them: APP_POINT, GROUP_POINT
     * @param group  empty when the agent can be in none
     * @param power  empty when the agent knows nothing of its machine's power
     * @param further disks besides those that the agent has by itself
     */
    public record Abilities(Map<Verb, PointMaker> points, Optional<Verifier> verifier, Optional<Group> group,
            Optional<PowerSwitch> power, FurtherDisks further) {}

    /** The agent's place in a replication group. */
    public interface Group {

        /** Where it listens for the others. */
        URI address();

        /** The group that it is in from now on; empty for none. */
        void join(Optional<GroupMembership> membership);
    }

    /**
     * How it stands.
     *
     * @param assignment what is carried out; empty while it was never told anything
     */
    public record Standing(Contact contact, Optional<AgentAssignment> assignment) {}

    private final List<ManagedDisk> disks;
    private final Means means;
    private final KeptFile<AgentAssignment> kept;
    private final AssignedDisks assigned;
    private final Optional<Verifications> verifications;
    private final Optional<Group> group;
    private final Optional<PowerWatch> power;
    private final TimedPoints timedPoints;
    private final Shaping shaping;
    private final OrderBook orders;
    private final ReportLoop loop;
    private final Pulse pulse;
    private volatile Optional<AgentAssignment> assignment = Optional.empty();
    private volatile MachineInventory inventoryTold;

    /**
     * @param server the configuration server
     * @param disks  those of the machine now; changes while disks are added and removed, and can be read meanwhile
     */
    public Management(ReportClient server, List<? extends ManagedDisk> disks, Points points, Abilities abilities,
            Means means) {
        this.disks = Collections.unmodifiableList(disks);
        this.means = means;
        this.kept = new KeptFile<>(means.folder(), ASSIGNMENT, AgentAssignment.class);
        this.assigned = new AssignedDisks(this.disks, abilities.further());
        this.verifications = abilities.verifier().map(verifier -> new Verifications(verifier, means.jobsAtOnce()));
        this.group = abilities.group();
        this.power = abilities.power().map(of -> new PowerWatch(of, this::wake));
        this.timedPoints = new TimedPoints(this.disks, points, abilities.points(), means.time());
        this.shaping = new Shaping(means.bandwidth(), means.clock());
        var work = new OrderWork(this.disks, points, abilities.points(), verifications, power,
                () -> assignment.orElseThrow(() -> new IllegalStateException("nothing is assigned yet")));
        this.orders = new OrderBook(new KeptFile<>(means.folder(), OrderBook.NAME, OrderBook.Kept.class), work,
                this.disks, this::wake);
        this.loop = new ReportLoop(server::report, new Reporting(), new Pace(means.random()), means.clock(),
                means.time());
        this.pulse = new Pulse("management", BEAT_MILLIS, this::beat);
    }

    /**
     * Carries out what was assigned last, and reports from now on.
     *
     * @throws IOException when what it kept cannot be read at all
     */
    public void start() throws IOException {
        try {
            assignment = kept.read();
        } catch (DamagedException e) {
            LOG.error("the disks stay as they are until the configuration server answers; {} was set aside as {}",
                    e.getMessage(), kept.setAside());
        }
        assignment.ifPresent(this::carryOut);
        orders.open();
        timedPoints.start();
        pulse.start();
        power.ifPresent(PowerWatch::start);
        loop.start();
    }

    private void carryOut(AgentAssignment what) {
        shaping.look(what.bandwidth());
        assigned.carryOut(what);
        verifications.ifPresent(all -> disks.stream().filter(disk -> !disk.isProtected())
                .forEach(disk -> all.forget(disk.id())));
        timedPoints.follow(what);
        group.ifPresent(own -> own.join(Optional.ofNullable(what.group())));
        LOG.info("assignment {} is carried out: {} of {} disks are protected", what.digest(),
                disks.stream().filter(ManagedDisk::isProtected).count(), disks.size());
    }

    private void beat() {
        assignment.ifPresent(now -> shaping.look(now.bandwidth()));
    }

    private void wake() {
        loop.wake();
    }

    /** Waits at most so long for a first word of the configuration server. @return whether it came, and is carried out */
    public boolean awaitWord(Duration atMost) throws InterruptedException {
        return loop.awaitHeard(atMost.toNanos());
    }

    public Standing standing() {
        return new Standing(loop.contact(), assignment);
    }

    /** What is said to the configuration server. In the loop's thread. */
    private final class Reporting implements ReportLoop.Conversation {

        private boolean inventoryWanted;

        @Override
        public AgentReport report() {
            assigned.look();
            MachineInventory now = means.inventory().get();
            boolean tell = inventoryWanted || !now.equals(inventoryTold);
            return new AgentReport(means.version(), means.clock().instant(),
                    assignment.map(AgentAssignment::digest).orElse(null), group.map(Group::address).orElse(null),
                    tell ? now : null, diskReports(),
                    orders.outcomes(), power.map(PowerWatch::now).orElse(null));
        }

        private List<DiskReport> diskReports() {
            var reports = new ArrayList<DiskReport>();
            for (ManagedDisk disk : disks) {
                List<ReportedProblem> problems = new ArrayList<>(assigned.problems(disk.id()));
                if (disk.isProtected()) {
                    problems.addAll(timedPoints.problems());
                }
                reports.add(disk.report(verifications.map(all -> all.work(disk.id())).orElse(null),
                        verifications.map(all -> all.outcome(disk.id())).orElse(null), problems));
            }
            reports.addAll(assigned.missing());
            return reports;
        }

        @Override
        public boolean answered(AgentReport report, AgentAnswer answer) throws IOException {
            if (report.inventory() != null) {
                inventoryTold = report.inventory();
            }
            inventoryWanted = answer.inventoryWanted();
            boolean changed = answer.assignment() != null && take(answer.assignment());
            orders.answered(report.outcomes(), answer.orders());
            return changed || inventoryWanted && report.inventory() == null;
        }

        /** @return whether it is another one than before */
        private boolean take(AgentAssignment told) throws IOException {
            if (Optional.of(told).equals(assignment)) {
                return false;
            }
            kept.write(told);
            assignment = Optional.of(told);
            carryOut(told);
            return true;
        }
    }

    /** What the disks were told stays. */
    @Override
    public void close() {
        loop.close();
        pulse.close();
        power.ifPresent(PowerWatch::close);
        timedPoints.close();
        orders.close();
    }
}

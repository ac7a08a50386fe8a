package secondsite.drill.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import secondsite.api.activity.Job;
import secondsite.api.client.FailoverClient;
import secondsite.api.client.TransferException;
import secondsite.api.host.Boot;
import secondsite.api.host.Probe;
import secondsite.api.point.MachinePointQuery;
import secondsite.api.recovery.Failover;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.FailoverRequest;
import secondsite.api.recovery.FailoverState;
import secondsite.api.recovery.OrderedFailover;
import secondsite.api.recovery.RecoverySettings;
import secondsite.api.recovery.ReverseRequest;
import secondsite.api.replication.EnableRequest;
import secondsite.api.replication.ProtectionState;
import secondsite.drill.deployment.Place;
import secondsite.drill.management.Lives;
import secondsite.drill.management.ManagedDeployment;
import secondsite.drill.network.Relay;
import secondsite.drill.tools.CleanUp;
import secondsite.drill.tools.HostedMachines;
import secondsite.drill.tools.Patience;
import secondsite.drill.tools.Shell;
import secondsite.drill.tools.SourceGuest;
import secondsite.server.hypervisor.Guest;
import secondsite.server.hypervisor.GuestLedger;

/** A server that runs machines, at the secondary site, and a guest at the primary one that is protected and writes without an end. */
public final class TwoSites implements AutoCloseable {

    public static final String GATEWAY = "process-server";
    public static final String KEEPER = "master-target";
    public static final String HOME = "home";
    public static final String THERE = "web-there";
    public static final String GATEWAY_THERE = "gateway-there";
    static final int BALLAST_BYTES = 24 << 20;

    private static final String PACE = "secondsite.pace=0.1";

    private final CleanUp cleanUp = new CleanUp();
    private final Path folder;
    private final Path image;
    public final ManagedDeployment deployment;
    final SourceGuest source;
    public final UUID web;
    /** Before the master target at home; null when there is none. */
    private Relay wayHome;

    /** All of it runs on return, and the machine is protected. */
    TwoSites(ManagedDeployment.Start start) throws Exception {
        this(start, false);
    }

    /** @param wayBack whether the primary site has a master target and host of its own, and the secondary one a free agent */
    public TwoSites(ManagedDeployment.Start start, boolean wayBack) throws Exception {
        folder = cleanUp.folder();
        image = Guest.disk(folder.resolve("web.raw"), "64M");
        deployment = ManagedDeployment.hosting(folder, "directory: machines\naccelerated: false", start);
        cleanUp.later(deployment::close);
        if (wayBack) {
            ballast();
            deployment.join("process-server", GATEWAY_THERE);
            int port = Place.freePort();
            wayHome = new Relay();
            cleanUp.later(wayHome::close);
            wayHome.to(port);
            deployment.join("master-target", HOME,
                    "  machines:\n    directory: machines\n    accelerated: false\n  seeds: [" + folder + "]\n",
                    port, wayHome.port());
            deployment.machine(THERE, Map.of(), "images: images");
        }
        Path guest = folder.resolve("g");
        deployment.machine("web", Map.of("root", image), "machine: {qmp: " + guest.resolve("qmp") + "}");
        web = deployment.known("web").id();
        source = new SourceGuest(guest, deployment.socket("web", "root"), cleanUp);
        source.start(PACE);
        deployment.failovers().set(web, new RecoverySettings(Guest.MEMORY_MEBIBYTES, 1, Guest.boot(PACE), null, null,
                List.of(new Probe.Console("secondsite-guest: ledger ", 120)), 60));
        deployment.done(deployment.protection().enable(web, new EnableRequest(null, GATEWAY, KEEPER, List.of())));
        awaitTold(3);
    }

    /** Something that no compression makes smaller, in the file system before the guest sees it. */
    private void ballast() throws IOException {
        byte[] noise = new byte[BALLAST_BYTES];
        new Random(48).nextBytes(noise);
        Path file = Files.write(folder.resolve("ballast"), noise);
        Shell.run("debugfs", "-w", "-R", "write " + file + " ballast", image.toString());
        Files.delete(file);
    }

    /** Bytes that the process server of the secondary site has written: to others, and to its cache. */
    long writtenThere() throws IOException {
        return deployment.server(GATEWAY_THERE).written();
    }

    /** Bytes that went to the master target at home and came from it. */
    long passedHome() {
        return wayHome.passed();
    }

    /** With all files of all programs. */
    Path folder() {
        return folder;
    }

    void awaitTold(long number) {
        Patience.until("the source tells of record " + number, ManagedDeployment.LONG, () -> source.told() >= number);
    }

    /** A point that its agent makes, and that is at the target on return; so all that was written before is there, too. */
    void bookmark(String label) throws TransferException {
        deployment.done(deployment.protection().bookmark(web, label));
        Patience.until("the bookmark is at the target", ManagedDeployment.LONG, () -> {
            try {
                return deployment.recovery().points(web, MachinePointQuery.ALL).points().stream()
                        .anyMatch(point -> point.complete() && label.equals(point.label()));
            } catch (TransferException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    public FailoverClient failovers() {
        return deployment.failovers();
    }

    /** Orders it, and waits until the copy is up. */
    Failover failover(FailoverKind kind, String point) throws TransferException {
        return over(failovers().order(web, FailoverRequest.of(kind, point)));
    }

    /** The failover when the job is done. */
    Failover over(OrderedFailover ordered) throws TransferException {
        deployment.done(ordered.job());
        return failovers().failover(ordered.failover());
    }

    /** The same, of a job in whose life the server dies again and again. */
    Failover over(Lives lives, Callable<OrderedFailover> order) throws Exception {
        var ordered = new OrderedFailover[1];
        job(lives, () -> {
            ordered[0] = order.call();
            return ordered[0].job();
        });
        return failovers().failover(ordered[0].failover());
    }

    /** A job in whose life the server dies again and again; there is never a second copy. @param order returns its number */
    Job job(Lives lives, Callable<Long> order) throws Exception {
        return lives.of(deployment, order, () -> assertThat(copies()).isLessThan(2));
    }

    public void awaitState(ProtectionState state) {
        Patience.until("the machine is " + state, ManagedDeployment.LONG, () -> {
            try {
                return deployment.protection().protection(web).state() == state;
            } catch (TransferException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** What the copy said since it was made. */
    String said(Failover failover) {
        try {
            return failovers().console(failover.id(), 0).text().replace("\r", "");
        } catch (TransferException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The number of the record behind which the copy went on, as it says itself when it begins. */
    long begunAfter(Failover failover) {
        var begun = new long[]{-1};
        Patience.until("the copy begins its ledger", ManagedDeployment.LONG, () -> {
            begun[0] = said(failover).lines().filter(line -> line.contains("ledger begins after "))
                    .map(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                    .reduce((_, last) -> last).orElse(-1L);
            return begun[0] >= 0;
        });
        return begun[0];
    }

    long told(Failover failover) {
        return GuestLedger.told(said(failover));
    }

    void awaitTold(Failover failover, long number) throws TransferException {
        try {
            Patience.until("the copy tells of record " + number, ManagedDeployment.LONG,
                    () -> told(failover) >= number);
        } catch (Shell.Failure e) {
            throw new AssertionError(
                    e.getMessage() + ": " + failovers().failover(failover.id()) + "\n" + said(failover), e);
        }
    }

    /** Replicates the machine in the other direction, and waits until it is protected there. */
    void reverse(String agent, String processServer, String masterTarget) throws TransferException {
        deployment.done(failovers().reverse(web, new ReverseRequest(agent, processServer, masterTarget)));
        awaitState(ProtectionState.PROTECTED);
    }

    /** The source's disk, as its agent keeps it. */
    Path image() {
        return image;
    }

    /** Files and folders of the copy, at whatever program. */
    List<Path> traces(Failover failover) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.getFileName().toString().contains(failover.hosted().toString())).toList();
        }
    }

    /** Machines that hosts of the deployment run. */
    long copies() {
        return new HostedMachines(folder).count();
    }

    @Override
    public void close() {
        try {
            for (Failover open : failovers().failovers(null, true)) {
                if (open.state() == FailoverState.RUNNING) {
                    over(failovers().clean(open.id(), "end of the test"));
                }
            }
        } catch (TransferException e) {
            throw new UncheckedIOException(e);
        } finally {
            // Machines outlive their server, and those that were committed are for good.
            new HostedMachines(folder).end();
            cleanUp.close();
        }
    }
}

package secondsite.drill.failover;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import secondsite.api.client.TransferException;
import secondsite.api.host.Probe;
import secondsite.api.recovery.Failover;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.FailoverRequest;
import secondsite.api.recovery.OrderedFailover;
import secondsite.api.recovery.RecoverySettings;
import secondsite.api.replication.EnableRequest;
import secondsite.api.replication.Protection;
import secondsite.drill.management.ManagedDeployment;
import secondsite.drill.tools.CleanUp;
import secondsite.drill.tools.HostedMachines;
import secondsite.drill.tools.Patience;
import secondsite.drill.tools.Shell;
import secondsite.engine.nbd.NbdClient;
import secondsite.engine.nbd.NbdClient.Command;
import secondsite.server.hypervisor.Guest;

/** A protected machine that is not running: a disk whose first half has a file system, a journal of writes to the other half, and what a test of it takes. */
final class StillMachine implements AutoCloseable {

    private static final Duration LONG = Duration.ofMinutes(30);
    private static final String QUIET = "secondsite.pace=60";
    private static final int WRITE_BYTES = 64 << 10;

    private final CleanUp cleanUp = new CleanUp();
    private final Path folder;
    private final Path copy;
    private final ManagedDeployment deployment;
    private final UUID web;

    /** All of it is at the target on return, and was verified. */
    StillMachine(int gibibytes, int journalMebibytes) throws Exception {
        folder = cleanUp.folder();
        cleanUp.later(new HostedMachines(folder)::end);
        Path image = folder.resolve("web.raw");
        Shell.run("truncate", "--size=" + gibibytes + "G", image.toString());
        // Few inodes: their tables are written, and would be copied.
        Shell.run("mke2fs", "-q", "-t", "ext4", "-m", "0", "-i", "16777216", "-E",
                "nodiscard,lazy_itable_init=0,lazy_journal_init=0", image.toString(), gibibytes * 512 + "M");
        copy = folder.resolve("copy.raw");
        Shell.run("cp", "--sparse=always", image.toString(), copy.toString());
        deployment = ManagedDeployment.hostingMuch(folder, "directory: machines\naccelerated: false",
                ManagedDeployment.Start.PLAIN);
        cleanUp.later(deployment::close);
        deployment.machine("web", Map.of("root", image));
        web = deployment.known("web").id();
        deployment.failovers().set(web, new RecoverySettings(Guest.MEMORY_MEBIBYTES, 1, Guest.boot(QUIET), null,
                List.of(), List.of(new Probe.Console("secondsite-guest: up", 120)), null));
        long job = deployment.protection()
                .enable(web, new EnableRequest(null, TwoSites.GATEWAY, TwoSites.KEEPER, List.of()));
        until("job " + job + " is over", () -> deployment.activity().job(job).state().over());
        write(gibibytes, journalMebibytes);
        until("all is at the target, and was verified", this::isSettled);
    }

    /** A question to a server. */
    private interface Question {
        boolean yes() throws TransferException;
    }

    private static void until(String what, Question question) {
        Patience.until(what, LONG, () -> {
            try {
                Patience.pause(200);
                return question.yes();
            } catch (TransferException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private boolean isSettled() throws TransferException {
        Protection now = deployment.protection().protection(web);
        return now.verified() != null && now.job() == null && now.pairs().stream().allMatch(pair -> pair
                .source() != null && pair.source().targetSequence() >= pair.source().lastSequence());
    }

    private void write(int gibibytes, int mebibytes) throws IOException {
        var random = new Random(4);
        byte[] noise = new byte[WRITE_BYTES];
        long half = ((long) gibibytes << 30) / 2;
        try (NbdClient client = NbdClient.connect(deployment.socket("web", "root"), "")) {
            for (long written = 0; written < (long) mebibytes << 20; written += WRITE_BYTES) {
                random.nextBytes(noise);
                long at = half + random.nextLong(half / WRITE_BYTES) * WRITE_BYTES;
                client.ask(Command.WRITE, 0, written, at, WRITE_BYTES, ByteBuffer.wrap(noise));
                client.done();
            }
            client.ask(Command.FLUSH, 0, 0, 0, 0, null);
            client.done();
        }
    }

    /** The same machine from a file. */
    RawGuest raw() {
        return new RawGuest(folder.resolve("raw"), copy, cleanUp);
    }

    /** From the order to the guest's user space. @param told whether the job's own times are to be told */
    Duration testFailover(boolean told) throws TransferException {
        long begun = System.nanoTime();
        OrderedFailover ordered = deployment.failovers().order(web, FailoverRequest.of(FailoverKind.TEST, "latest"));
        UserSpace.awaitAt(folder.resolve("machines"));
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        deployment.done(ordered.job());
        if (told) {
            deployment.activity().job(ordered.job()).tasks().forEach(task -> System.out.println("task " + task.name()
                    + " from " + task.begun() + " to " + task.ended()));
        }
        Failover test = deployment.failovers().failover(ordered.failover());
        deployment.done(deployment.failovers().clean(test.id(), "").job());
        return took;
    }

    @Override
    public void close() {
        cleanUp.close();
    }
}

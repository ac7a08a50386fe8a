package secondsite.drill.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import secondsite.api.client.TransferException;
import secondsite.api.machine.DiskReport;
import secondsite.api.recovery.Failover;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.FailoverRequest;
import secondsite.api.recovery.FailoverState;
import secondsite.api.recovery.OrderedFailover;
import secondsite.api.replication.ProtectionState;
import secondsite.drill.management.ManagedDeployment;
import secondsite.drill.tools.CleanUp;
import secondsite.drill.tools.Patience;
import secondsite.server.hypervisor.Guest;

/**
 * How long failovers take, beside the same guest from a local raw file in the same run, and what a failback sends. No tests: they are run by
 * their names, as README says, on a machine that does nothing else, and print lines that begin with "figure".
 */
@Tag("long")
@Timeout(3600)
class FailoverFigures {

    private static final int ROUNDS = Integer.getInteger("figures.rounds", 5);
    private static final String QUIET = "secondsite.pace=60";
    private static final int CHUNK = 64 << 10;
    private static final int DIFFERENT_CHUNKS = 128;

    @ParameterizedTest
    @CsvSource({"1, 8", "10, 8", "50, 8", "10, 4096"})
    void aTestFailover(int gibibytes, int journalMebibytes) throws Exception {
        try (var machine = new StillMachine(gibibytes, journalMebibytes)) {
            RawGuest raw = machine.raw();
            var ratios = new ArrayList<Double>();
            var local = new ArrayList<Double>();
            var failover = new ArrayList<Double>();
            for (int round = 0; round < ROUNDS; round++) {
                local.add(seconds(raw.boot(QUIET)));
                failover.add(seconds(machine.testFailover(round == 0)));
                ratios.add(failover.getLast() / local.getLast());
            }
            String what = "a disk of " + gibibytes + " GiB, a journal of " + journalMebibytes + " MiB";
            tell("s", "raw file to user space, " + what, local);
            tell("s", "order of a test failover to user space, " + what, failover);
            tell("", "of both, the ratio, " + what, ratios);
        }
    }

    @Test
    void aPlannedFailover() throws Exception {
        var boots = new ArrayList<Double>();
        var outages = new ArrayList<Double>();
        var beyond = new ArrayList<Double>();
        try (var sites = new TwoSites(ManagedDeployment.Start.PLAIN); var cleanUp = new CleanUp()) {
            Path image = sites.folder().resolve("copy.raw");
            Guest.disk(image, "64M");
            var raw = new RawGuest(sites.folder().resolve("raw"), image, cleanUp);
            for (int round = 0; round < ROUNDS; round++) {
                boots.add(seconds(raw.boot(QUIET)));
                OrderedFailover ordered = sites.failovers().order(sites.web,
                        FailoverRequest.of(FailoverKind.PLANNED, null));
                Patience.until("the source is off", ManagedDeployment.LONG, () -> !sites.source.alive());
                long off = System.nanoTime();
                UserSpace.awaitAt(sites.folder().resolve("machines"));
                outages.add((System.nanoTime() - off) * 1e-9);
                beyond.add(outages.getLast() - boots.getLast());
                Failover up = sites.over(ordered);
                takeBack(sites, up);
            }
        }
        tell("s", "raw file to user space", boots);
        tell("s", "planned failover, source off to user space", outages);
        tell("s", "planned failover, outage beyond shutdown and boot", beyond);
    }

    private static void takeBack(TwoSites sites, Failover up) throws Exception {
        assertThat(sites.over(sites.failovers().cancel(up.id())).state()).isEqualTo(FailoverState.CANCELLED);
        sites.source.start("secondsite.pace=0.1");
        sites.awaitTold(3);
        sites.awaitState(ProtectionState.PROTECTED);
    }

    @Test
    void aWayBack() throws Exception {
        try (var sites = new TwoSites(ManagedDeployment.Start.PLAIN, true)) {
            Failover away = sites.failover(FailoverKind.PLANNED, null);
            sites.over(sites.failovers().commit(away.id()));
            long different = change(sites.image());
            long passed = sites.passedHome();
            sites.reverse(TwoSites.THERE, TwoSites.GATEWAY_THERE, TwoSites.HOME);
            awaitAllHome(sites);
            passed = sites.passedHome() - passed;
            System.out.printf(Locale.ROOT, "figure way back: %.2f MiB differ, %.2f MiB passed, ratio %.3f%n",
                    different / 1048576.0, passed / 1048576.0, (double) passed / different);
        }
    }

    /** All that was sent up to now is durable at home. */
    private static void awaitAllHome(TwoSites sites) throws Exception {
        long last = source(sites).lastSequence();
        Patience.until("all is at home", ManagedDeployment.LONG, () -> source(sites).targetSequence() >= last);
    }

    private static DiskReport source(TwoSites sites) {
        try {
            return sites.deployment.protection().protection(sites.web).pairs().getFirst().source();
        } catch (TransferException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Turns bits of what is noise, so that it has to travel. @return how many bytes differ then from those of the copy */
    private static long change(Path image) throws Exception {
        int changed = 0;
        try (var file = new RandomAccessFile(image.toFile(), "rw")) {
            byte[] chunk = new byte[CHUNK];
            // Every other one, so that each is told for itself.
            for (long at = 0; at + CHUNK <= file.length() && changed < DIFFERENT_CHUNKS; at += 2 * CHUNK) {
                file.seek(at);
                file.readFully(chunk);
                if (isNoise(chunk)) {
                    for (int i = 0; i < CHUNK; i++) {
                        chunk[i] = (byte) ~chunk[i];
                    }
                    file.seek(at);
                    file.write(chunk);
                    changed++;
                }
            }
        }
        return (long) changed * CHUNK;
    }

    private static boolean isNoise(byte[] chunk) {
        int zeros = 0;
        for (byte each : chunk) {
            zeros += each == 0 ? 1 : 0;
        }
        return zeros < CHUNK / 64;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() * 1e-9;
    }

    private static void tell(String unit, String what, List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        System.out.printf(Locale.ROOT, "figure %s: median %.2f%s of %d, %.2f to %.2f%n", what,
                sorted.get(sorted.size() / 2), unit.isEmpty() ? "" : " " + unit, sorted.size(), sorted.getFirst(),
                sorted.getLast());
    }
}

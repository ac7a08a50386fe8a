package secondsite.drill.scale;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import secondsite.api.client.ReportClient;
import secondsite.api.client.TransferException;
import secondsite.api.machine.AgentAnswer;
import secondsite.api.machine.AgentReport;
import secondsite.api.machine.DiskReport;
import secondsite.api.machine.MachineInventory;
import secondsite.api.machine.MachineInventory.DiskFacts;
import secondsite.api.machine.MachineInventory.NicFacts;

/** Reports as an agent does that serves three disks, and does nothing else. The waits are those of the real one. */
final class SimulatedAgent implements Runnable {

    private static final int DISKS = 3;
    private static final long GIB = 1L << 30;
    private static final long LONGEST_SPAN_MILLIS = 60_000;
    private static final List<String> SYSTEMS = List.of("Debian GNU/Linux 13", "Ubuntu 24.04.3 LTS",
            "Red Hat Enterprise Linux 9.6", "SUSE Linux Enterprise Server 15");

    private final int number;
    private final ReportClient server;
    private final Semaphore turns;
    private final Observations observations;
    private final MachineInventory machine;
    private final List<DiskReport> disks;
    private String applied;
    private boolean inventoryWanted = true;

    /** @param turns for all: they share one processor, which real agents do not */
    SimulatedAgent(int number, ReportClient server, Semaphore turns, Observations observations) {
        this.number = number;
        this.turns = turns;
        this.server = server;
        this.observations = observations;
        List<UUID> ids = IntStream.range(0, DISKS).mapToObj(disk -> id(number, disk)).toList();
        this.machine = new MachineInventory("host-" + number + ".example", SYSTEMS.get(number % SYSTEMS.size()),
                16 * GIB, 4,
                IntStream.range(0, DISKS).mapToObj(disk -> new DiskFacts(ids.get(disk), "disk" + disk,
                        (disk + 1) * 20 * GIB, "/dev/vd" + (char) ('a' + disk))).toList(),
                List.of(new NicFacts("eth0", "52:54:00:00:%02x:%02x".formatted(number >> 8 & 255, number & 255),
                        List.of("10.%d.%d.7".formatted(number >> 8, number & 255)))));
        this.disks = ids.stream().map(SimulatedAgent::standing).toList();
    }

    private static UUID id(int agent, int disk) {
        return UUID.nameUUIDFromBytes((agent + "/" + disk).getBytes(StandardCharsets.US_ASCII));
    }

    private static DiskReport standing(UUID disk) {
        return new DiskReport(disk, DiskReport.State.LOGGING, null, Instant.EPOCH, 20 * GIB, 123_456_789_012L, 0,
                1 << 20, GIB, 1_234_567, 1_234_560, 1_234_500, 65_536, 1_048_576, 0.75, null, null, List.of());
    }

    @Override
    public void run() {
        long span = 1000;
        while (true) {
            long wait;
            try {
                AgentAnswer answer = answer();
                inventoryWanted = answer.inventoryWanted();
                applied = answer.assignment() == null ? applied : answer.assignment().digest();
                span = 1000;
                wait = answer.nextMillis() + random(answer.nextMillis() / 10 + 1);
            } catch (TransferException e) {
                observations.failed(String.valueOf(e.getMessage()));
                wait = random(span) + 1;
                span = Math.min(2 * span, LONGEST_SPAN_MILLIS);
            }
            if (!slept(wait)) {
                return;
            }
        }
    }

    private AgentAnswer answer() throws TransferException {
        turns.acquireUninterruptibly();
        try {
            long begin = System.nanoTime();
            AgentAnswer answer = server.report(report());
            observations.answered(number, System.nanoTime() - begin);
            return answer;
        } finally {
            turns.release();
        }
    }

    private AgentReport report() {
        return new AgentReport("0.1.0", Instant.now(), applied, null, inventoryWanted ? machine : null, disks,
                List.of());
    }

    private static long random(long bound) {
        return ThreadLocalRandom.current().nextLong(bound);
    }

    static boolean slept(long millis) {
        try {
            Thread.sleep(millis);
            return true;
        } catch (InterruptedException _) {
            return false;
        }
    }
}

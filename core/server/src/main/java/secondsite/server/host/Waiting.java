package secondsite.server.host;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.api.host.MachineState;
import secondsite.api.host.MachineStatus;
import secondsite.server.hypervisor.Hypervisor;
import secondsite.server.hypervisor.HypervisorException;

/**
 * Lets machines try again that stand still because a disk did not answer: their system knows nothing of it, and the master target that was
 * away may be back. Those that somebody paused are left alone.
 */
final class Waiting implements AutoCloseable {

    private static final int ROUND_SECONDS = 15;
    private static final int MOST_HALTED = 1000;
    private static final Logger LOG = LoggerFactory.getLogger(Waiting.class);

    private final Hypervisor hypervisor;
    private volatile List<MachineStatus> halted = List.of();
    private final ScheduledExecutorService rounds = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("waiting-machines").factory());

    Waiting(Hypervisor hypervisor) {
        this.hypervisor = hypervisor;
    }

    void start() {
        rounds.scheduleWithFixedDelay(this::round, ROUND_SECONDS, ROUND_SECONDS, TimeUnit.SECONDS);
    }

    /** Machines that stood still or had failed in the last round though nobody told them so: asking all of them takes too long for a report. */
    List<MachineStatus> halted() {
        return halted;
    }

    void round() {
        try {
            List<MachineStatus> now = hypervisor.machines();
            halted = now.stream().filter(MachineStatus::halted).limit(MOST_HALTED).toList();
            for (MachineStatus machine : now) {
                if (machine.state() == MachineState.PAUSED && machine.halted()) {
                    LOG.info("machine {} ({}) tries again: {}", machine.machine(), machine.name(), machine.reason());
                    hypervisor.resume(machine.machine());
                }
            }
        } catch (HypervisorException | RuntimeException e) {
            LOG.warn("machines that wait for a disk: {}", e.getMessage());
        }
    }

    /** Waits for the round under way. */
    @Override
    public void close() {
        rounds.shutdown();
        try {
            rounds.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

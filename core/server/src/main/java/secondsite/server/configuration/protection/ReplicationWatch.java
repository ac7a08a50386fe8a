package secondsite.server.configuration.protection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.api.machine.DiskReport;
import secondsite.api.machine.DiskWork;
import secondsite.server.configuration.inventory.LiveReports;
import secondsite.server.configuration.protection.MachineLife.Happening;
import secondsite.server.configuration.protection.ProtectedDisk.Stage;

/** Looks again and again what programs reported, and does what follows: machines change their states, and what is due begins by itself. */
@Singleton
public final class ReplicationWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReplicationWatch.class);
    private static final long ROUND_MILLIS = 1000;

    private final ProtectionBook book;
    private final LiveReports reports;
    private final Proofs proofs;
    private final ComparingRates rates;
    private final Growth growth;
    private final MachineStates states;
    private final DueWork due;
    private final InstantSource clock;
    private final ScheduledExecutorService rounds = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("replication").factory());

    @Inject
    public ReplicationWatch(ProtectionBook book, LiveReports reports, Proofs proofs, ComparingRates rates,
            Growth growth, MachineStates states, DueWork due, InstantSource clock) {
        this.book = book;
        this.reports = reports;
        this.proofs = proofs;
        this.rates = rates;
        this.growth = growth;
        this.states = states;
        this.due = due;
        this.clock = clock;
    }

    public void start() {
        rounds.scheduleWithFixedDelay(this::round, ROUND_MILLIS, ROUND_MILLIS, TimeUnit.MILLISECONDS);
    }

    void round() {
        Instant now = clock.instant();
        for (ProtectedMachine machine : book.all()) {
            try {
                look(machine);
            } catch (RuntimeException e) {
                LOG.warn("machine {}: {}", machine.agent(), e.toString(), e);
            }
        }
        try {
            due.round(now);
        } catch (RuntimeException e) {
            LOG.warn("what is due: {}", e.toString(), e);
        }
    }

    private void look(ProtectedMachine machine) {
        for (ProtectedDisk disk : machine.disks()) {
            Optional<DiskReport> report = reports.disk(disk.disk());
            report.map(DiskReport::verified).ifPresent(verified -> proofs.heard(disk.disk(), verified));
            report.map(DiskReport::work).ifPresent(work -> rates.heard(disk.disk(), work));
        }
        if (MachineLife.replicated(machine.state())) {
            growth.look(machine);
            happening(machine).ifPresent(what -> states.happened(machine.machine(), what));
        }
    }

    /** What its disks say together; empty when one of them has said nothing yet. */
    private Optional<Happening> happening(ProtectedMachine machine) {
        boolean gap = false;
        boolean comparing = false;
        for (ProtectedDisk disk : machine.disks()) {
            Optional<DiskReport> report = reports.disk(disk.disk());
            if (report.isEmpty()) {
                return Optional.empty();
            }
            if (disk.stage() == Stage.COPIED) {
                DiskReport.State state = report.get().state();
                comparing |= state == DiskReport.State.RESYNCING || resyncs(report.get().work());
                gap |= state == DiskReport.State.RESYNC_REQUIRED;
            }
        }
        return Optional.of(comparing ? Happening.COMPARING : gap ? Happening.GAP : Happening.EQUAL);
    }

    private static boolean resyncs(DiskWork work) {
        return work != null && work.kind() == DiskWork.Kind.RESYNC && work.state() == DiskWork.State.RUNNING;
    }

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

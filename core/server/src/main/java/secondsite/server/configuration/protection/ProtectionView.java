package secondsite.server.configuration.protection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.activity.Job;
import secondsite.api.machine.DiskReport;
import secondsite.api.policy.Policy;
import secondsite.api.replication.Protection;
import secondsite.api.replication.ProtectionState;
import secondsite.api.replication.ResyncPreview;
import secondsite.server.configuration.activity.job.Jobs;
import secondsite.server.configuration.health.CurrentHealth;
import secondsite.server.configuration.health.Judged;
import secondsite.server.configuration.inventory.KnownMachine;
import secondsite.server.configuration.inventory.LiveReports;
import secondsite.server.configuration.policy.Policies;

/** How a machine is protected, for people. */
@Singleton
public final class ProtectionView {

    private final ProtectionBook book;
    private final Situations situations;
    private final LiveReports reports;
    private final Policies policies;
    private final Proofs proofs;
    private final ComparingRates rates;
    private final CurrentHealth health;
    private final Jobs jobs;
    private final OpenFailovers failovers;
    private final InstantSource clock;

    @Inject
    public ProtectionView(ProtectionBook book, Situations situations, LiveReports reports, Policies policies,
            Proofs proofs, ComparingRates rates, CurrentHealth health, Jobs jobs, OpenFailovers failovers,
            InstantSource clock) {
        this.book = book;
        this.situations = situations;
        this.reports = reports;
        this.policies = policies;
        this.proofs = proofs;
        this.rates = rates;
        this.health = health;
        this.jobs = jobs;
        this.failovers = failovers;
        this.clock = clock;
    }

    public Protection of(UUID id) {
        KnownMachine machine = situations.machine(id);
        Long job = jobs.running(id.toString()).map(Job::number).orElse(null);
        Optional<ProtectedMachine> known = book.find(id);
        if (known.isEmpty()) {
            return new Protection(id, machine.name(), ProtectionState.UNPROTECTED, false, null, null, null, null, null,
                    0,
                    null, null, job, null, null, List.of(), failovers.of(id), situations.actions(id));
        }
        ProtectedMachine now = known.get();
        return new Protection(id, machine.name(), now.state(), now.paused(), now.since(), now.policy(),
                now.processServer(), now.masterTarget(), now.group().orElse(null), now.epoch(), rpoSeconds(id),
                proofs.equalSince(now).orElse(null), job, health.machine(id).map(Judged::health).orElse(null),
                now.applications(),
                now.disks().stream().map(disk -> pair(now, disk)).toList(), failovers.of(id), situations.actions(id));
    }

    private Double rpoSeconds(UUID machine) {
        return health.machine(machine).flatMap(Judged::rpo).map(age -> age.toMillis() * 1e-3).orElse(null);
    }

    private Protection.Pair pair(ProtectedMachine machine, ProtectedDisk disk) {
        return new Protection.Pair(disk.disk(), disk.name(), disk.size(),
                disk.stage() == ProtectedDisk.Stage.COPIED, reports.disk(disk.disk()).orElse(null),
                reports.gateway(disk.disk(), machine.processServer()).orElse(null),
                reports.kept(disk.disk(), machine.masterTarget()).orElse(null));
    }

    /** What a resync would be, before it begins. */
    public ResyncPreview resync(UUID id) {
        ProtectedMachine machine = situations.protection(id);
        boolean required = machine.state() == ProtectionState.RESYNC_REQUIRED
                || machine.state() == ProtectionState.RESYNCHRONIZING;
        var disks = new ArrayList<ResyncPreview.Disk>();
        for (ProtectedDisk disk : machine.disks()) {
            Optional<DiskReport> report = reports.disk(disk.disk());
            long bytes = required ? report.map(DiskReport::dirtyBytes).orElse(0L) : disk.size();
            disks.add(new ResyncPreview.Disk(disk.disk(), disk.name(),
                    report.map(DiskReport::reason).orElse(null), bytes));
        }
        long bytes = disks.stream().mapToLong(ResyncPreview.Disk::compareBytes).sum();
        Policy policy = policies.find(machine.policy()).orElseGet(policies::standard);
        Instant window = required ? ResyncWindows.next(policy, clock.instant()) : null;
        return new ResyncPreview(required, bytes, rates.seconds(machine, bytes), window, disks);
    }
}

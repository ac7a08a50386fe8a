package secondsite.server.configuration.protection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.machine.DiskVerification;
import secondsite.api.policy.Policy;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.OpenFailover;
import secondsite.server.configuration.health.ProtectedMachines;
import secondsite.server.configuration.policy.Policies;

/** How machines are protected, for those who judge how well they are. */
@Singleton
public final class JudgedProtection implements ProtectedMachines {

    private final ProtectionBook book;
    private final Policies policies;
    private final Proofs proofs;
    private final OpenFailovers failovers;

    @Inject
    public JudgedProtection(ProtectionBook book, Policies policies, Proofs proofs, OpenFailovers failovers) {
        this.book = book;
        this.policies = policies;
        this.proofs = proofs;
        this.failovers = failovers;
    }

    private Optional<DiskVerification> proof(UUID disk) {
        return proofs.newest(disk).map(last -> new DiskVerification(last.ended(), last.compared(), last.different(),
                last.sequence()));
    }

    private Optional<Instant> tested(UUID machine) {
        return failovers.of(machine).stream().filter(open -> open.kind() == FailoverKind.TEST).map(OpenFailover::begun)
                .findFirst();
    }

    @Override
    public Optional<ProtectedMachine> find(UUID machine) {
        return book.find(machine).map(now -> {
            Policy policy = policies.find(now.policy()).orElseGet(policies::standard);
            return new ProtectedMachine(now.state(), now.paused(), now.since(), policy.rpoWarningSeconds(),
                    policy.verifyDays(), tested(machine),
                    now.disks().stream().map(disk -> new ProtectedDisk(disk.disk(), disk.name(), disk.size(),
                            Optional.of(now.processServer()), Optional.of(now.masterTarget()), proof(disk.disk())))
                            .toList());
        });
    }
}

package secondsite.server.configuration.protection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.replication.Health;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.OpenFailover;
import secondsite.api.replication.ProtectionState;
import secondsite.server.configuration.health.CurrentHealth;
import secondsite.server.configuration.health.Judged;
import secondsite.server.configuration.inventory.MachineStandings;

/** How machines stand by their protection and the last round of health. */
@Singleton
public final class ProtectionStandings implements MachineStandings {

    private final ProtectionBook book;
    private final CurrentHealth health;
    private final OpenFailovers failovers;

    @Inject
    public ProtectionStandings(ProtectionBook book, CurrentHealth health, OpenFailovers failovers) {
        this.book = book;
        this.health = health;
        this.failovers = failovers;
    }

    @Override
    public Standing of(UUID machine) {
        Optional<ProtectedMachine> known = book.find(machine);
        Optional<Judged> judged = known.flatMap(_ -> health.machine(machine));
        return new Standing(known.map(ProtectedMachine::state).orElse(ProtectionState.UNPROTECTED),
                known.filter(ProtectedMachine::paused).isPresent(), judged.map(Judged::health).map(Health::level),
                judged.flatMap(Judged::rpo), kind(machine));
    }

    /** Of one in earnest rather than of a test. */
    private Optional<FailoverKind> kind(UUID machine) {
        return failovers.of(machine).stream().map(OpenFailover::kind).max(Comparator.naturalOrder());
    }
}

package secondsite.server.configuration.protection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import secondsite.server.configuration.inventory.Inventory;
import secondsite.server.configuration.inventory.KnownMachine;
import secondsite.server.configuration.policy.PolicyUse;

/** The machines that follow a policy. */
@Singleton
public final class PolicyFollowers implements PolicyUse {

    private final ProtectionBook book;
    private final Inventory inventory;

    @Inject
    public PolicyFollowers(ProtectionBook book, Inventory inventory) {
        this.book = book;
        this.inventory = inventory;
    }

    @Override
    public List<String> users(UUID policy) {
        return book.all().stream().filter(machine -> machine.policy().equals(policy))
                .map(machine -> inventory.machine(machine.machine()).map(KnownMachine::name).orElse(machine.agent()))
                .sorted().toList();
    }
}

package secondsite.server.configuration.protection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import secondsite.server.configuration.inventory.GroupsWithPolicy;
import secondsite.server.configuration.inventory.Inventory;
import secondsite.server.configuration.inventory.KnownMachine;
import secondsite.server.configuration.policy.PolicyUse;

/** The machines and groups that follow a policy. */
@Singleton
public final class PolicyFollowers implements PolicyUse {

    private final ProtectionBook book;
    private final Inventory inventory;
    private final GroupsWithPolicy groups;

    @Inject
    public PolicyFollowers(ProtectionBook book, Inventory inventory, GroupsWithPolicy groups) {
        this.book = book;
        this.inventory = inventory;
        this.groups = groups;
    }

    @Override
    public List<String> users(UUID policy) {
        Stream<String> machines = book.all().stream().filter(machine -> machine.policy().equals(policy))
                .map(machine -> inventory.machine(machine.machine()).map(KnownMachine::name).orElse(machine.agent()))
                .sorted();
        return Stream.concat(groups.users(policy).stream(), machines).toList();
    }
}

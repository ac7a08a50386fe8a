package secondsite.server.configuration.protection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import secondsite.server.configuration.inventory.Inventory;
import secondsite.server.configuration.inventory.KnownMachine;
import secondsite.server.configuration.inventory.Uses;
import secondsite.server.configuration.store.Servers;
import secondsite.server.configuration.store.Transaction;
import secondsite.server.web.Peer;

/** What has to stay because machines are protected. */
@Singleton
public final class ProtectionUses implements Uses {

    private final ProtectionBook book;
    private final Inventory inventory;

    @Inject
    public ProtectionUses(ProtectionBook book, Inventory inventory) {
        this.book = book;
        this.inventory = inventory;
    }

    @Override
    public Optional<String> ofMachine(Transaction change, UUID machine) {
        return book.find(machine).map(_ -> "it is protected; end that first");
    }

    @Override
    public Optional<String> ofServer(Transaction change, Servers.Key server) {
        boolean gateway = server.kind().equals(Peer.Kind.PROCESS_SERVER.word());
        return book.all().stream()
                .filter(machine -> (gateway ? machine.processServer() : machine.masterTarget()).equals(server.name()))
                .findFirst().map(machine -> "machine " + name(machine) + " goes over it; move it to another one first");
    }

    private String name(ProtectedMachine machine) {
        return inventory.machine(machine.machine()).map(KnownMachine::name).orElse(machine.agent());
    }
}

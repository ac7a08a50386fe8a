package secondsite.server.administration;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import secondsite.api.Page;
import secondsite.api.client.Connection;
import secondsite.api.client.InventoryClient;
import secondsite.api.client.InventoryClient.Search;
import secondsite.api.client.PolicyClient;
import secondsite.api.client.TransferException;
import secondsite.api.machine.MachineDetail;
import secondsite.api.machine.MachineDetail.KnownDisk;
import secondsite.api.machine.MachineSummary;
import secondsite.api.policy.Policy;
import secondsite.api.site.ServerSummary;

/**
 * Finds what people name, by its name or its id. Upper and lower case are told apart only where two names differ in nothing else. What
 * is not found, or not one only, is refused with a list of what there is.
 */
final class Names {

    private static final int LISTED = 20;
    private static final int PAGE = 500;

    private final InventoryClient inventory;
    private final Connection connection;

    Names(Connection connection) {
        this.connection = connection;
        this.inventory = new InventoryClient(connection);
    }

    Page<MachineSummary> machines(String text) throws TransferException {
        var search = new Search(text, null, null);
        return Pages.first((after, limit) -> inventory.machines(search, after, limit), Integer.MAX_VALUE, PAGE);
    }

    MachineSummary machine(String wanted) throws IOException {
        Optional<UUID> id = id(wanted);
        if (id.isPresent()) {
            return inventory.machine(id.get()).summary();
        }
        List<MachineSummary> alike = machines(wanted).items();
        boolean there = alike.stream().anyMatch(each -> each.name().equalsIgnoreCase(wanted));
        List<MachineSummary> all = there ? alike : inventory.machines(Search.ALL, null, PAGE).items();
        return chosen("machine", wanted, all, MachineSummary::name, MachineSummary::id);
    }

    private static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text)).filter(id -> id.toString().equalsIgnoreCase(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    MachineDetail detail(String machine) throws IOException {
        return inventory.machine(machine(machine).id());
    }

    Policy policy(String wanted) throws IOException {
        return chosen("policy", wanted, new PolicyClient(connection).policies().policies(), Policy::name, Policy::id);
    }

    /** @param kind {@code process-server} or {@code master-target}. @return its name; null when null is wanted */
    String server(String kind, String wanted) throws IOException {
        if (wanted == null) {
            return null;
        }
        List<ServerSummary> servers = inventory.servers().servers().stream().filter(each -> each.kind().equals(kind))
                .toList();
        return chosen(kind.replace('-', ' '), wanted, servers, ServerSummary::name, ServerSummary::name).name();
    }

    /** One that is gone too. */
    static UUID disk(MachineDetail machine, String wanted) throws IOException {
        return chosen("disk of " + machine.summary().name(), wanted, machine.disks(), KnownDisk::name, KnownDisk::id)
                .id();
    }

    static <T> T chosen(String what, String wanted, List<T> all, Function<T, String> name, Function<T, ?> id)
            throws NothingDoneException {
        Optional<T> exactly = all.stream()
                .filter(each -> name.apply(each).equals(wanted) || id.apply(each).toString().equals(wanted))
                .findFirst();
        if (exactly.isPresent()) {
            return exactly.get();
        }
        List<T> alike = all.stream().filter(each -> name.apply(each).equalsIgnoreCase(wanted)).toList();
        return switch (alike.size()) {
            case 1 -> alike.getFirst();
            case 0 -> throw new NothingDoneException("there is no " + what + " '" + wanted + "'; "
                    + (all.isEmpty() ? "there is none at all" : "there is: " + listed(all, name)));
            default -> throw new NothingDoneException("'" + wanted + "' may be: " + listed(alike, name));
        };
    }

    private static <T> String listed(List<T> all, Function<T, String> name) {
        String first = all.stream().limit(LISTED).map(name).collect(Collectors.joining(", "));
        return all.size() > LISTED ? first + ", and more" : first;
    }
}

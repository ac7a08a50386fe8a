package secondsite.app.failover;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import secondsite.api.client.TransferException;
import secondsite.api.machine.MachineSummary;
import secondsite.api.recovery.Failover;
import secondsite.api.recovery.FailoverState;
import secondsite.api.replication.Protection;
import secondsite.api.site.ServerSummary;
import secondsite.api.site.Site;

/** Asks the server how a machine is, before a wizard is opened upon it. */
final class Situations {

    private static final String MASTER_TARGET = "master-target";

    private final FailoverSurroundings around;
    private final Unreached unreached;

    @Inject
    Situations(FailoverSurroundings around, Unreached unreached) {
        this.around = around;
        this.unreached = unreached;
    }

    /** Goes on with what the server tells; says so when it cannot be asked. */
    void look(MachineSummary machine, Consumer<Situation> then) {
        around.tasks().run(() -> ask(List.of(machine)).getFirst(), then,
                e -> unreached.tell(machine, e, () -> look(machine, then)));
    }

    /** The same for several, at least one, in their order. */
    void look(List<MachineSummary> machines, Consumer<List<Situation>> then) {
        around.tasks().run(() -> ask(machines), then,
                e -> unreached.tell(machines.getFirst(), e, () -> look(machines, then)));
    }

    private List<Situation> ask(List<MachineSummary> machines) throws TransferException {
        List<ServerSummary> servers = around.session().inventory().servers().servers();
        List<Site> sites = around.session().inventory().sites();
        List<Situation> all = new ArrayList<>();
        for (MachineSummary machine : machines) {
            all.add(ask(machine.id(), servers, sites));
        }
        return all;
    }

    private Situation ask(UUID id, List<ServerSummary> servers, List<Site> sites) throws TransferException {
        var session = around.session();
        MachineSummary machine = session.inventory().machine(id).summary();
        Protection protection = session.protection().protection(id);
        List<Failover> failovers = session.failovers().failovers(id, false);
        String home = home(machine, sites);
        List<String> moved = failovers.stream().filter(each -> each.state() == FailoverState.COMMITTED)
                .map(committed -> place(committed.masterTarget(), servers, sites)).toList();
        String runs = moved.isEmpty() ? home : moved.getFirst();
        String before = moved.size() > 1 ? moved.get(1) : home;
        String keeper = protection.masterTarget() == null ? "" : place(protection.masterTarget(), servers, sites);
        return new Situation(machine, protection, failovers, servers, home, runs, before, keeper);
    }

    /** The site of a master target; its own name while nobody said where it stands. */
    private static String place(String masterTarget, List<ServerSummary> servers, List<Site> sites) {
        return servers.stream()
                .filter(server -> MASTER_TARGET.equals(server.kind()) && server.name().equals(masterTarget))
                .findFirst().flatMap(server -> name(server.site(), sites)).orElse(masterTarget);
    }

    private static String home(MachineSummary machine, List<Site> sites) {
        return name(machine.site(), sites)
                .orElse(machine.hostName() == null ? machine.agent() : machine.hostName());
    }

    private static Optional<String> name(UUID site, List<Site> sites) {
        return sites.stream().filter(each -> each.id().equals(site)).map(Site::name).findFirst();
    }
}

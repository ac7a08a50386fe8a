package secondsite.drill.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import secondsite.api.client.FailoverClient;
import secondsite.api.recovery.Failover;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.FailoverRequest;
import secondsite.api.recovery.OrderedFailover;
import secondsite.api.recovery.RecoverySettings;
import secondsite.api.recovery.ReverseRequest;

/** Several machines that go from one site to the other at the same time, as an administrator orders it. */
final class Failovers {

    private static final String BEGUN = "ledger begins after ";

    private final FailoverClient client;
    private final JobWatch watch;

    Failovers(FailoverClient client, JobWatch watch) {
        this.client = client;
        this.watch = watch;
    }

    void settings(GuestMachine guest, RecoverySettings settings) {
        Administrator.ask("setting how " + guest.machine() + " comes up", () -> client.set(guest.id(), settings));
    }

    /** @return the failovers by machine, when all copies are up */
    Map<GuestMachine, Failover> order(List<GuestMachine> guests, FailoverKind kind) {
        return done(guests, guest -> Administrator.ask("ordering a failover of " + guest.machine(),
                () -> client.order(guest.id(), FailoverRequest.of(kind, null))));
    }

    /** @return the failovers, when all copies stand alone */
    Map<GuestMachine, Failover> commit(Map<GuestMachine, Failover> failovers) {
        return done(List.copyOf(failovers.keySet()), guest -> Administrator.ask("committing " + guest.machine(),
                () -> client.commit(failovers.get(guest).id())));
    }

    /** @return the failovers, when nothing is left of the copies */
    Map<GuestMachine, Failover> clean(Map<GuestMachine, Failover> tests, String notes) {
        return done(List.copyOf(tests.keySet()), guest -> Administrator.ask("cleaning up " + guest.machine(),
                () -> client.clean(tests.get(guest).id(), notes)));
    }

    private Map<GuestMachine, Failover> done(List<GuestMachine> guests, Function<GuestMachine, OrderedFailover> order) {
        Map<GuestMachine, OrderedFailover> ordered = new LinkedHashMap<>();
        guests.forEach(guest -> ordered.put(guest, order.apply(guest)));
        Map<String, Long> jobs = new LinkedHashMap<>();
        ordered.forEach((guest, each) -> jobs.put(guest.machine(), each.job()));
        watch.done(jobs);
        Map<GuestMachine, Failover> over = new LinkedHashMap<>();
        ordered.forEach((guest, each) -> over.put(guest, Administrator.ask("looking at the failover of "
                + guest.machine(), () -> client.failover(each.failover()))));
        return over;
    }

    /** Replicates machines in the other direction. @param agents who has each then */
    void reverse(List<GuestMachine> guests, Function<GuestMachine, String> agents, String processServer,
            String masterTarget) {
        Map<String, Long> jobs = new LinkedHashMap<>();
        guests.forEach(guest -> jobs.put(guest.machine(),
                Administrator.ask("reversing the replication of " + guest.machine(), () -> client.reverse(guest.id(),
                        new ReverseRequest(agents.apply(guest), processServer, masterTarget)))));
        watch.done(jobs);
    }

    /** What a copy has said on its serial port. */
    String said(Failover failover) {
        return Administrator.ask("reading the console of " + failover.name(),
                () -> client.console(failover.id(), 0)).text().replace("\r", "");
    }

    /** The number of the record behind which a copy went on; -1 when it has not said it. */
    long begunAfter(Failover failover) {
        return said(failover).lines().filter(line -> line.contains(BEGUN))
                .map(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1))).reduce((_, last) -> last)
                .orElse(-1L);
    }
}

package secondsite.app.failover;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import secondsite.api.machine.MachineSummary;
import secondsite.api.recovery.Failover;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.FailoverState;
import secondsite.api.replication.Protection;
import secondsite.api.site.ServerSummary;
import secondsite.app.wizard.Direction;

/**
 * A machine as the server told it when a wizard was opened.
 *
 * @param failovers newest first
 * @param servers   of the deployment
 * @param home      where it was at first, in the name of a place
 * @param runs      where it runs now for good, in the name of a place
 * @param before    where it ran before it came there, in the name of a place; where it runs when it never moved
 * @param keeper    where it is replicated to, in the name of a place
 */
record Situation(MachineSummary machine, Protection protection, List<Failover> failovers, List<ServerSummary> servers,
        String home, String runs, String before, String keeper) {

    Situation {
        failovers = List.copyOf(failovers);
        servers = List.copyOf(servers);
    }

    String name() {
        return machine.name();
    }

    Direction away() {
        return new Direction(runs, keeper);
    }

    /** On which it came to where it runs now. */
    Direction journey() {
        return new Direction(before, runs);
    }

    /** In which it is replicated once it is protected where it runs now. */
    Direction reversed() {
        return new Direction(runs, before);
    }

    Direction back() {
        return new Direction(keeper, runs);
    }

    /** The test that has to be cleaned up. */
    Optional<Failover> test() {
        return failovers.stream().filter(each -> each.kind() == FailoverKind.TEST && !each.state().over()).findFirst();
    }

    /** The failover that is neither committed nor cancelled. */
    Optional<Failover> pending() {
        return failovers.stream().filter(each -> each.kind() != FailoverKind.TEST && !each.state().over()).findFirst();
    }

    /** Its copies that are to run, the one that matters most first. */
    List<Failover> copies() {
        Stream<Failover> committed = failovers.stream().filter(each -> each.state() == FailoverState.COMMITTED)
                .limit(1);
        return Stream.of(pending().stream(), committed, test().stream()).flatMap(each -> each).toList();
    }

    /** Whether it runs away from home, so that a failover brings it back there. */
    boolean homeward() {
        return failovers.stream().filter(each -> each.state() == FailoverState.COMMITTED).count() % 2 == 1;
    }
}

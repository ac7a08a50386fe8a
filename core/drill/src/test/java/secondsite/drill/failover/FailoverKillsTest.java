package secondsite.drill.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import secondsite.api.client.TransferException;
import secondsite.api.plan.Plan;
import secondsite.api.plan.PlanGroup;
import secondsite.api.plan.PlanRun;
import secondsite.api.plan.PlanRunRequest;
import secondsite.api.plan.StartedRun;
import secondsite.api.recovery.Failover;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.FailoverRequest;
import secondsite.api.recovery.FailoverState;
import secondsite.api.recovery.OrderedFailover;
import secondsite.api.recovery.ReverseRequest;
import secondsite.api.replication.ProtectionState;
import secondsite.drill.management.Lives;
import secondsite.drill.management.Places;
import secondsite.drill.tools.CleanUp;
import secondsite.server.hypervisor.GuestLedger;

/**
 * The server, which is the host of the copy too, is killed at the border of every task of a failover and within each, and started again;
 * nobody tells the job to go on. There is never a second copy.
 */
@Tag("long")
@Timeout(1200)
class FailoverKillsTest {

    private final CleanUp cleanUp = new CleanUp();
    private Lives lives;
    private TwoSites sites;

    private void start(boolean wayBack) throws Exception {
        lives = new Lives(Places.BORDERS_AND_WITHIN, cleanUp);
        sites = new TwoSites(lives.start(), wayBack);
    }

    @AfterEach
    void end() {
        if (sites != null) {
            sites.close();
        }
        cleanUp.close();
    }

    private Failover over(Callable<OrderedFailover> order) throws Exception {
        return sites.over(lives, order);
    }

    private Failover ordered(FailoverKind kind) throws Exception {
        return over(() -> sites.failovers().order(sites.web, FailoverRequest.of(kind, null)));
    }

    @Test
    void aTestAndItsCleaningUp() throws Exception {
        start(false);
        Failover test = ordered(FailoverKind.TEST);
        assertThat(test.state()).isEqualTo(FailoverState.RUNNING);
        assertThat(test.works()).isTrue();
        assertThat(sites.copies()).isEqualTo(1);

        Failover cleaned = over(() -> sites.failovers().clean(test.id(), ""));

        assertThat(cleaned.state()).isEqualTo(FailoverState.CLEANED);
        assertThat(sites.copies()).isZero();
    }

    @Test
    void aPlannedFailoverAndItsCommit() throws Exception {
        start(false);
        Failover planned = ordered(FailoverKind.PLANNED);
        assertThat(planned.state()).isEqualTo(FailoverState.COMMIT_PENDING);
        assertThat(sites.source.alive()).isFalse();
        assertThat(sites.begunAfter(planned)).isEqualTo(GuestLedger.of(sites.image()).last());
        assertThat(sites.copies()).isEqualTo(1);

        Failover committed = over(() -> sites.failovers().commit(planned.id()));

        assertThat(committed.state()).isEqualTo(FailoverState.COMMITTED);
        sites.awaitTold(committed, sites.told(committed) + 3);
        sites.awaitState(ProtectionState.FAILED_OVER);
        assertThat(sites.copies()).isEqualTo(1);
    }

    @Test
    void anUnplannedFailover() throws Exception {
        start(false);
        sites.source.kill();
        Failover unplanned = ordered(FailoverKind.UNPLANNED);
        assertThat(unplanned.state()).isEqualTo(FailoverState.COMMIT_PENDING);
        assertThat(unplanned.works()).isTrue();
        assertThat(sites.copies()).isEqualTo(1);
    }

    @Test
    void theWayBackFromAnUncommittedFailover() throws Exception {
        start(false);
        sites.source.kill();
        Failover unplanned = sites.failover(FailoverKind.UNPLANNED, null);

        Failover cancelled = over(() -> sites.failovers().cancel(unplanned.id()));

        assertThat(cancelled.state()).isEqualTo(FailoverState.CANCELLED);
        assertThat(sites.copies()).isZero();
        sites.source.start("secondsite.pace=0.1");
        sites.awaitTold(3);
        sites.awaitState(ProtectionState.PROTECTED);
    }

    @Test
    void anotherPoint() throws Exception {
        start(false);
        sites.source.kill();
        Failover unplanned = sites.failover(FailoverKind.UNPLANNED, null);

        Failover changed = over(() -> sites.failovers().change(unplanned.id(), "latest"));

        assertThat(changed.state()).isEqualTo(FailoverState.COMMIT_PENDING);
        assertThat(changed.works()).isTrue();
        assertThat(sites.copies()).isEqualTo(1);
    }

    /** The server that dies is the host where the machine runs. */
    @Test
    void aReversal() throws Exception {
        Failover away = away();
        sites.job(lives, this::reversal);
        sites.awaitState(ProtectionState.PROTECTED);
        sites.awaitTold(away, sites.told(away) + 3);
        assertThat(sites.copies()).isEqualTo(1);
    }

    /** The server that dies is the host where the machine ran, until it is committed at home. */
    @Test
    void aFailbackAndItsCommit() throws Exception {
        Failover away = away();
        sites.deployment.done(reversal());
        sites.awaitState(ProtectionState.PROTECTED);
        long there = sites.told(away);
        sites.awaitTold(away, there + 3);

        Failover home = ordered(FailoverKind.PLANNED);
        assertThat(home.masterTarget()).isEqualTo(TwoSites.HOME);
        assertThat(sites.begunAfter(home)).as("all that it told at the other site").isGreaterThanOrEqualTo(there + 3);
        assertThat(sites.copies()).isEqualTo(1);

        var commit = new OrderedFailover[1];
        Failover committed = over(() -> {
            commit[0] = sites.failovers().commit(home.id());
            return commit[0];
        });

        assertThat(committed.state()).isEqualTo(FailoverState.COMMITTED);
        assertThat(sites.deployment.log(commit[0].job())).contains("the machine is removed from " + TwoSites.KEEPER);
        sites.awaitTold(committed, sites.told(committed) + 3);
        assertThat(sites.copies()).isEqualTo(1);
    }

    /** The machine runs at the other site, for good. */
    private Failover away() throws Exception {
        start(true);
        Failover planned = sites.failover(FailoverKind.PLANNED, null);
        return sites.over(sites.failovers().commit(planned.id()));
    }

    private long reversal() throws TransferException {
        return sites.failovers().reverse(sites.web,
                new ReverseRequest(TwoSites.THERE, TwoSites.GATEWAY_THERE, TwoSites.HOME));
    }

    @Test
    void aPlansRunAndItsCleaningUp() throws Exception {
        start(false);
        Plan plan = new Plan("shop", null, null, null,
                List.of(new PlanGroup("front", null, List.of(sites.web), null)));
        var id = sites.deployment.plans().add(plan).id();
        var started = new StartedRun[1];

        sites.job(lives, () -> {
            started[0] = sites.deployment.plans().run(id, new PlanRunRequest(FailoverKind.TEST, null, null));
            return started[0].job();
        });

        PlanRun run = sites.deployment.plans().one(started[0].run());
        assertThat(run.wentWell()).as(run.toString()).isTrue();
        assertThat(sites.copies()).isEqualTo(1);
        Failover test = sites.failovers().failover(run.steps().getFirst().copy().failover());
        assertThat(sites.deployment.done(test.job()).tasks()).allMatch(task -> task.attempts() == 1);

        sites.job(lives, () -> sites.deployment.plans().clean(run.id(), "").job());
        assertThat(sites.copies()).isZero();
        assertThat(sites.failovers().failover(test.id()).state()).isEqualTo(FailoverState.CLEANED);
    }
}

package secondsite.drill.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import secondsite.api.recovery.Failover;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.FailoverRequest;
import secondsite.api.recovery.FailoverState;
import secondsite.api.recovery.OrderedFailover;
import secondsite.api.replication.ProtectionState;
import secondsite.drill.management.Lives;
import secondsite.drill.tools.CleanUp;
import secondsite.server.hypervisor.GuestLedger;

/**
 * The server, which is the host of the copy too, is killed at the border of every task of a failover and within each, and started again;
 * nobody tells the job to go on. There is never a second copy.
 */
@Tag("long")
@Timeout(1800)
class FailoverKillsTest {

    private final CleanUp cleanUp = new CleanUp();
    private Lives lives;
    private TwoSites sites;

    @BeforeEach
    void start() throws Exception {
        lives = new Lives(false, cleanUp);
        sites = new TwoSites(lives.start());
    }

    @AfterEach
    void end() {
        if (sites != null) {
            sites.close();
        }
        cleanUp.close();
    }

    private Failover over(Callable<OrderedFailover> order) throws Exception {
        var ordered = new OrderedFailover[1];
        lives.of(sites.deployment, () -> {
            ordered[0] = order.call();
            return ordered[0].job();
        }, () -> assertThat(sites.copies()).isLessThan(2));
        return sites.failovers().failover(ordered[0].failover());
    }

    private Failover ordered(FailoverKind kind) throws Exception {
        return over(() -> sites.failovers().order(sites.web, FailoverRequest.of(kind, null)));
    }

    @Test
    void aTestAndItsCleaningUp() throws Exception {
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
    void anUnplannedFailoverAnotherPointAndTheWayBack() throws Exception {
        sites.source.kill();
        Failover unplanned = ordered(FailoverKind.UNPLANNED);
        assertThat(unplanned.state()).isEqualTo(FailoverState.COMMIT_PENDING);

        Failover changed = over(() -> sites.failovers().change(unplanned.id(), "latest"));
        assertThat(changed.state()).isEqualTo(FailoverState.COMMIT_PENDING);
        assertThat(sites.copies()).isEqualTo(1);

        Failover cancelled = over(() -> sites.failovers().cancel(unplanned.id()));

        assertThat(cancelled.state()).isEqualTo(FailoverState.CANCELLED);
        assertThat(sites.copies()).isZero();
        sites.source.start("secondsite.pace=0.1");
        sites.awaitTold(3);
        sites.awaitState(ProtectionState.PROTECTED);
    }
}

package secondsite.drill.failover;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import secondsite.api.recovery.Failover;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.FailoverState;
import secondsite.api.replication.ProtectionState;
import secondsite.drill.management.ManagedDeployment;
import secondsite.server.hypervisor.GuestLedger;

/** A guest goes to the other site, is protected there, comes home, and is protected at home again. */
@Timeout(900)
class CircleTest {

    private TwoSites sites;

    @BeforeEach
    void start() throws Exception {
        sites = new TwoSites(ManagedDeployment.Start.PLAIN, true);
    }

    @AfterEach
    void end() {
        if (sites != null) {
            sites.close();
        }
    }

    @Test
    void theLedgerIsWholeAtEveryTurn() throws Exception {
        Failover away = committed();
        assertThat(sites.begunAfter(away)).isEqualTo(GuestLedger.of(sites.image()).last());

        long written = sites.writtenThere();
        sites.reverse(TwoSites.THERE, TwoSites.GATEWAY_THERE, TwoSites.HOME);
        assertThat(sites.writtenThere() - written).as("what is still on the old disk does not travel")
                .isLessThan(TwoSites.BALLAST_BYTES / 3);

        // At the very moment at which it is said to be protected, while it writes.
        Failover home = sites.failover(FailoverKind.PLANNED, null);
        assertThat(home.masterTarget()).isEqualTo(TwoSites.HOME);
        assertThat(sites.told(away)).isGreaterThan(sites.begunAfter(away));
        assertThat(sites.begunAfter(home)).as("all that it told at the other site")
                .isGreaterThanOrEqualTo(sites.told(away));
        assertThat(sites.over(sites.failovers().commit(home.id())).state()).isEqualTo(FailoverState.COMMITTED);

        sites.reverse("web", TwoSites.GATEWAY, TwoSites.KEEPER);
        long told = sites.told(home);
        sites.awaitTold(home, told + 3);
        assertThat(sites.deployment.protection().protection(sites.web).state()).isEqualTo(ProtectionState.PROTECTED);

        Failover again = sites.failover(FailoverKind.PLANNED, null);
        GuestLedger ledger = GuestLedger.of(sites.image());
        assertThat(ledger.fault()).isEmpty();
        assertThat(ledger.last()).isGreaterThanOrEqualTo(told + 3);
        assertThat(sites.begunAfter(again)).isEqualTo(ledger.last());
    }

    private Failover committed() throws Exception {
        Failover planned = sites.failover(FailoverKind.PLANNED, null);
        Failover committed = sites.over(sites.failovers().commit(planned.id()));
        assertThat(committed.state()).isEqualTo(FailoverState.COMMITTED);
        return committed;
    }
}

package secondsite.drill.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import secondsite.api.recovery.Failover;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.FailoverState;
import secondsite.api.recovery.ProbeResult;
import secondsite.api.replication.ProtectionState;

/** A real guest fails over, in a deployment of real programs. */
@Timeout(600)
class FailoverTest {

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};

    private TwoSites sites;

    @BeforeEach
    void start() throws Exception {
        sites = new TwoSites();
    }

    @AfterEach
    void end() {
        if (sites != null) {
            sites.close();
        }
    }

    @Test
    void aTestBootsFromThePastWhileReplicationGoesOnAndLeavesNoTrace() throws Exception {
        long before = sites.source.told();

        Failover test = sites.failover(FailoverKind.TEST, "latest");

        assertThat(test.state()).isEqualTo(FailoverState.RUNNING);
        assertThat(test.works()).isTrue();
        assertThat(test.probes()).extracting(ProbeResult::passed).containsExactly(true);
        assertThat(sites.begunAfter(test)).isBetween(before, sites.source.told());
        assertThat(Arrays.copyOf(sites.failovers().picture(test.id()), PNG.length)).isEqualTo(PNG);
        assertThat(sites.copies()).isEqualTo(1);
        assertThat(sites.deployment.protection().protection(sites.web).state()).isEqualTo(ProtectionState.PROTECTED);
        sites.awaitTold(sites.source.told() + 3);

        Failover cleaned = sites.over(sites.failovers().clean(test.id(), "it works"));

        assertThat(cleaned.state()).isEqualTo(FailoverState.CLEANED);
        assertThat(cleaned.notes()).isEqualTo("it works");
        assertThat(sites.copies()).isZero();
    }
}

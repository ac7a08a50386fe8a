package secondsite.drill.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import secondsite.api.client.InventoryClient;
import secondsite.api.client.TransferException;
import secondsite.api.host.Probe;
import secondsite.api.recovery.CardAddress;
import secondsite.api.recovery.Failover;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.FailoverRequest;
import secondsite.api.recovery.FailoverState;
import secondsite.api.recovery.OrderedFailover;
import secondsite.api.recovery.ProbeResult;
import secondsite.api.recovery.RecoverySettings;
import secondsite.api.replication.ProtectionState;
import secondsite.api.site.Network;
import secondsite.drill.management.Lives;
import secondsite.drill.management.ManagedDeployment;
import secondsite.drill.management.Places;
import secondsite.drill.tools.CleanUp;
import secondsite.drill.tools.Patience;
import secondsite.server.hypervisor.GuestLedger;

/**
 * A real guest fails over, in a deployment of real programs. What a failover leaves as it was is the next one's to begin with; only the
 * last one is for good.
 */
@Timeout(600)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FailoverTest {

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};
    private static final String MAC = "52:54:00:00:07:20";
    private static final CardAddress ADDRESS = new CardAddress("192.168.7.20/24", "192.168.7.1");

    /** Tasks that only look: in those the server dies in {@link FailoverKillsTest}. */
    private static final Set<String> SPARED = Set.of("check", "probes", "evidence");

    private static final CleanUp CLEAN_UP = new CleanUp();

    /** Null when they have to be built first. */
    private static TwoSites sites;
    private static Lives lives;

    private boolean asBefore;

    @BeforeEach
    void start() throws Exception {
        if (sites == null) {
            lives = new Lives(Places.ENDS, SPARED, CLEAN_UP);
            sites = new TwoSites(lives.start());
        }
    }

    @AfterEach
    void end() {
        if (!asBefore) {
            close();
        }
    }

    @AfterAll
    static void close() {
        if (sites != null) {
            sites.close();
            sites = null;
        }
        CLEAN_UP.close();
    }

    @Test
    @Order(1)
    void aTestBootsFromThePastWhileReplicationGoesOnAndLeavesNoTrace() throws Exception {
        RecoverySettings settings = sites.failovers().settings(sites.web);
        connect(settings);
        long before = sites.source.told();
        sites.bookmark("what was told is at the target");

        Failover test = sites.failover(FailoverKind.TEST, "latest");

        assertThat(test.state()).isEqualTo(FailoverState.RUNNING);
        assertThat(test.works()).isTrue();
        assertThat(test.probes()).extracting(ProbeResult::passed).containsExactly(true, true);
        assertThat(sites.said(test)).contains("secondsite-guest: address " + ADDRESS.address() + " of " + MAC);
        assertThat(sites.begunAfter(test)).isBetween(before, sites.source.told());
        assertThat(Arrays.copyOf(sites.failovers().picture(test.id()), PNG.length)).isEqualTo(PNG);
        assertThat(sites.copies()).isEqualTo(1);
        assertThat(sites.deployment.protection().protection(sites.web).state()).isEqualTo(ProtectionState.PROTECTED);
        sites.awaitTold(sites.source.told() + 3);
        sites.bookmark("while it is tested");
        assertThat(sites.traces(test)).isNotEmpty();

        Failover cleaned = sites.over(sites.failovers().clean(test.id(), "it works"));

        assertThat(cleaned.state()).isEqualTo(FailoverState.CLEANED);
        assertThat(cleaned.notes()).isEqualTo("it works");
        assertThat(sites.copies()).isZero();
        assertThat(sites.traces(test)).isEmpty();
        sites.failovers().set(sites.web, settings);
        asBefore = true;
    }

    /** From now on the copy has a card with an address of its own in a test, at which it is asked. */
    private void connect(RecoverySettings before) throws TransferException {
        InventoryClient inventory = sites.deployment.inventory();
        Network lan = inventory.put(new Network(null, inventory.sites().getFirst().id(), "LAN", null, null,
                "192.168.7.0/24", ADDRESS.gateway()));
        var probes = new ArrayList<>(before.probes());
        probes.add(new Probe.Http(80, "/", 200, "secondsite-guest is here", 120));
        sites.failovers().set(sites.web, new RecoverySettings(before.memoryMebibytes(), before.processors(),
                before.boot(), before.bootDisk(), List.of(new RecoverySettings.Card(MAC, lan.id(), null, ADDRESS)),
                probes, before.shutDownSeconds()));
    }

    @Test
    @Order(3)
    void aPlannedFailoverLosesNothingAndIsCommittedThoughTheServerDiesInItsMidst() throws Exception {
        Failover planned = sites.over(lives,
                () -> sites.failovers().order(sites.web, FailoverRequest.of(FailoverKind.PLANNED, null)));

        assertThat(planned.state()).isEqualTo(FailoverState.COMMIT_PENDING);
        assertThat(sites.source.alive()).isFalse();
        assertThat(sites.source.said()).contains("secondsite-guest: down");
        GuestLedger left = GuestLedger.of(sites.image());
        assertThat(left.fault()).isEmpty();
        assertThat(left.last()).isGreaterThanOrEqualTo(sites.source.told());
        assertThat(sites.begunAfter(planned)).as("every record on the source's disk").isEqualTo(left.last());
        assertThat(sites.copies()).isEqualTo(1);

        Failover committed = sites.over(lives, () -> sites.failovers().commit(planned.id()));

        assertThat(committed.state()).isEqualTo(FailoverState.COMMITTED);
        long told = sites.told(committed);
        sites.awaitTold(committed, told + 3);
        sites.awaitState(ProtectionState.FAILED_OVER);
    }

    @Test
    @Order(2)
    void aLostSourceIsBroughtUpStaysFencedWhenItsHostReturnsAndTheFailoverIsTakenBack() throws Exception {
        sites.source.kill();
        sites.bookmark("the last");
        sites.deployment.agent("web").kill();
        long told = sites.source.told();
        byte[] left = digest(sites.image());
        OrderedFailover ordered = sites.failovers().order(sites.web,
                FailoverRequest.of(FailoverKind.UNPLANNED, "latest"));

        // Its host returns in the middle, and starts the machine as ever.
        sites.deployment.agent("web").start();
        Failover unplanned = sites.over(ordered);
        sites.source.start("secondsite.pace=0.1");
        Patience.until("the source has tried", ManagedDeployment.LONG,
                () -> !sites.source.alive() || sites.source.said().contains("secondsite-guest: up"));

        assertThat(unplanned.state()).isEqualTo(FailoverState.COMMIT_PENDING);
        assertThat(sites.deployment.log(ordered.job())).contains("the source refuses writes");
        assertThat(sites.begunAfter(unplanned)).as("all that it had told was there").isGreaterThanOrEqualTo(told);
        assertThat(sites.source.told()).isZero();
        assertThat(digest(sites.image())).as("not a byte of it was written").isEqualTo(left);
        sites.source.kill();

        Failover cancelled = sites.over(sites.failovers().cancel(unplanned.id()));

        assertThat(cancelled.state()).isEqualTo(FailoverState.CANCELLED);
        assertThat(sites.copies()).isZero();
        sites.source.start("secondsite.pace=0.1");
        sites.awaitTold(3);
        sites.awaitState(ProtectionState.PROTECTED);
        asBefore = true;
    }

    private static byte[] digest(Path file) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    }
}

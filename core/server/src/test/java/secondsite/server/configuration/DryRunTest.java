package secondsite.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.client.InventoryClient;
import secondsite.api.client.PolicyClient;
import secondsite.api.client.ReportClient;
import secondsite.api.client.TransferException.Refused;
import secondsite.api.machine.AgentReport;
import secondsite.api.machine.DiskReport;
import secondsite.api.machine.MachineInventory;
import secondsite.api.machine.MachineInventory.DiskFacts;
import secondsite.api.policy.BandwidthSchedule;
import secondsite.api.policy.DryRun;
import secondsite.api.policy.Policy;
import secondsite.api.policy.PolicyForecast;
import secondsite.api.policy.PolicyForecast.MachineCost;
import secondsite.api.policy.PolicyWarning;
import secondsite.api.policy.PolicyWarning.Concern;
import secondsite.api.policy.Retention;
import secondsite.api.policy.RetentionLoss;
import secondsite.api.site.HostGroup;
import secondsite.api.site.MasterTargetReport;
import secondsite.api.site.ServerLoad;

/** What a policy would cost, asked of a real server to which real agents' reports come over real TLS. */
@Timeout(120)
class DryRunTest {

    private static final long GIBIBYTE = 1L << 30;
    private static final double RATE = 1 << 20;

    private LiveServer server;
    private PolicyClient policies;
    private ReportClient target;
    private UUID web;
    private UUID other;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        server = new LiveServer(folder);
        policies = server.policies();
        ReportClient agent = server.joined("agent", "web");
        ReportClient hardly = server.joined("agent", "other");
        target = server.joined("master-target", "keeper");
        UUID disk = UUID.randomUUID();
        web = machine("web", agent, disk);
        for (int hour = 0; hour <= 48; hour++) {
            agent.report(new AgentReport("1", Instant.now(), null, null, null,
                    List.of(disk(disk, (long) (hour * 3600 * RATE))), List.of()));
            server.pass(Duration.ofHours(hour < 48 ? 1 : 0));
        }
        other = machine("other", hardly, UUID.randomUUID());
    }

    @AfterEach
    void end() {
        server.close();
    }

    private UUID machine(String name, ReportClient agent, UUID disk) throws IOException {
        agent.report(new AgentReport("1", Instant.now(), null, null, new MachineInventory("host", "Linux", 1, 1,
                List.of(new DiskFacts(disk, "root", 100 * GIBIBYTE, "/dev/sda")), List.of()), List.of(), List.of()));
        return server.inventory().machines(new InventoryClient.Search(name, null, null), null, 10).items().getFirst()
                .id();
    }

    private static DiskReport disk(UUID id, long written) {
        return new DiskReport(id, DiskReport.State.LOGGING, null, Instant.now(), 100 * GIBIBYTE, written, 0, 0,
                GIBIBYTE, 0, 0, 0, 0, 0, 0, null, null, List.of());
    }

    private static Policy policy(int crash, int rpo, BandwidthSchedule bandwidth) {
        return new Policy(null, "x", crash, 60, new Retention(1440, 72, 14), rpo, 7, Policy.Compression.AGENT,
                bandwidth, List.of(), "UTC", null);
    }

    private PolicyForecast dryRun(Policy policy) throws IOException {
        return policies.dryRun(new DryRun(policy, List.of(web)));
    }

    private static BandwidthSchedule always(long bytesPerSecond) {
        return new BandwidthSchedule(bytesPerSecond, List.of(), null);
    }

    @Test
    void whatAMachineWasSeenToWriteIsWhatItsPolicyCosts() throws IOException {
        PolicyForecast forecast = dryRun(policy(300, 900, null));
        assertThat(forecast.points()).isEqualTo(new PolicyForecast.KeptPoints(288, 24, 48, 11));
        MachineCost cost = forecast.machines().getFirst();
        assertThat(cost.name()).isEqualTo("web");
        assertThat(cost.machine()).isEqualTo(web);
        assertThat(cost.hoursMeasured()).isCloseTo(48, within(0.05));
        double aDay = RATE * 86_400;
        assertThat((double) cost.bytesPerDay()).isCloseTo(aDay, within(aDay / 100));
        assertThat((double) cost.peakBytesPerSecond()).isCloseTo(RATE, within(RATE / 50));
        assertThat(cost.diskBytes()).isEqualTo(100 * GIBIBYTE);
        assertThat((double) cost.journalBytes()).isBetween(14 * aDay, 15.2 * aDay);
        assertThat((double) cost.spoolSeconds()).isCloseTo(1024, within(25.0));
        assertThat(cost.backlogBytes()).isZero();
        assertThat(cost.rpoSeconds()).isZero();
        assertThat(forecast.sum().bytesPerDay()).isEqualTo(cost.bytesPerDay());
        assertThat(forecast.warnings()).extracting(PolicyWarning::kind).containsExactly(Concern.SPOOL_SHORT);
        assertThat(forecast.losses()).isEmpty();
        assertThat(policies.policies().policies()).hasSize(2);
    }

    @Test
    void theCostIsKnownAfterARestartToo() throws IOException {
        MachineCost before = dryRun(policy(300, 900, null)).machines().getFirst();
        // Certificates that are made in the future hold only there.
        server.pass(Duration.ofHours(-48));
        server.restart();
        MachineCost after = dryRun(policy(300, 900, null)).machines().getFirst();
        assertThat(after.bytesPerDay()).isEqualTo(before.bytesPerDay());
        assertThat(after.hoursMeasured()).isEqualTo(before.hoursMeasured());
        assertThat(after.spoolSeconds()).isNull();
    }

    @Test
    void aWarningThatComesBeforeThePointAndALineThatIsTooSlowAreSaid() throws IOException {
        PolicyForecast slow = dryRun(policy(600, 300, always(1 << 19)));
        assertThat(slow.warnings()).extracting(PolicyWarning::kind, PolicyWarning::about).contains(
                tuple(Concern.RPO_BELOW_INTERVAL, ""), tuple(Concern.LINE_TOO_SLOW, "web"));
        assertThat(slow.machines().getFirst().rpoSeconds()).isNull();
        PolicyForecast wide = dryRun(policy(300, 300, always(1 << 22)));
        assertThat(wide.warnings()).extracting(PolicyWarning::kind).containsExactly(Concern.SPOOL_SHORT);
    }

    @Test
    void hoursInWhichTheLineIsNarrowMakeTheNewestPointOldAndFillTheSpool() throws IOException {
        Policy standard = policies.policy(policies.policies().standard());
        var narrow = new BandwidthSchedule(0, standard.resyncWindows().stream()
                .map(hours -> new BandwidthSchedule.Limit(hours, 1 << 18)).toList(), null);
        PolicyForecast forecast = dryRun(policy(300, 900, narrow));
        // Friday 18:00 to Monday 08:00: 62 hours in which a quarter of what is written crosses.
        double waits = 62 * 3600 * RATE * 0.75;
        MachineCost cost = forecast.machines().getFirst();
        assertThat((double) cost.backlogBytes()).isCloseTo(waits, within(waits / 20));
        assertThat((double) cost.rpoSeconds()).isCloseTo(62 * 3600 * 0.75, within(62 * 3600 * 0.05));
        assertThat(forecast.warnings()).extracting(PolicyWarning::kind).contains(Concern.RPO_EXCEEDED,
                Concern.SPOOL_TOO_SMALL);
    }

    @Test
    void aMasterTargetWithoutRoomIsSaid() throws IOException {
        target.report(report(5000 * GIBIBYTE));
        assertThat(dryRun(policy(300, 900, null)).warnings()).extracting(PolicyWarning::kind)
                .doesNotContain(Concern.TARGET_TOO_SMALL);
        target.report(report(50 * GIBIBYTE));
        PolicyWarning full = dryRun(policy(300, 900, null)).warnings().stream()
                .filter(warning -> warning.kind() == Concern.TARGET_TOO_SMALL).findFirst().orElseThrow();
        assertThat(full.limit()).isEqualTo(50 * GIBIBYTE);
        assertThat(full.value()).isGreaterThan(1200 * GIBIBYTE);
        assertThat(full.detail()).contains("has 51200 MiB free");
    }

    private static MasterTargetReport report(long free) {
        return new MasterTargetReport("1", Instant.now(), URI.create("https://localhost:9443"), null,
                new ServerLoad(0.1, 0, 0, free, 10_000 * GIBIBYTE), null, List.of());
    }

    @Test
    void aMachineThatWasHardlyWatchedIsSaid() throws IOException {
        PolicyForecast forecast = policies.dryRun(new DryRun(policy(300, 900, null), List.of(other)));
        assertThat(forecast.count()).isEqualTo(1);
        assertThat(forecast.warnings()).extracting(PolicyWarning::kind, PolicyWarning::about)
                .contains(tuple(Concern.LITTLE_MEASURED, "other"));
    }

    @Test
    void thoseThatUseThePolicyAreLookedAtOrThoseThatAreNamed() throws IOException {
        Policy made = policies.add(policy(300, 900, null));
        Policy standard = policies.policy(policies.policies().standard());
        assertThat(policies.dryRun(new DryRun(made, List.of())).count()).isZero();
        assertThat(policies.dryRun(new DryRun(standard, List.of())).count()).isEqualTo(2);
        assertThat(policies.dryRun(new DryRun(policy(300, 900, null), List.of())).count()).isEqualTo(2);
        HostGroup group = server.inventory().groups().getFirst();
        server.inventory().put(new HostGroup(group.id(), group.name(), group.site(), made.id()));
        assertThat(policies.dryRun(new DryRun(made, List.of())).machines()).extracting(MachineCost::name)
                .containsExactlyInAnyOrder("web", "other");
        assertThat(policies.dryRun(new DryRun(made, List.of(other))).machines()).extracting(MachineCost::name)
                .containsExactly("other");
        assertThatThrownBy(() -> policies.dryRun(new DryRun(made, List.of(UUID.randomUUID()))))
                .isInstanceOf(Refused.class).hasMessageContaining("no such machine");
        assertThatThrownBy(() -> policies.remove(made.id())).isInstanceOf(Refused.class)
                .hasMessageContaining("the group " + group.name());
    }

    @Test
    void whatWouldBeGivenUpIsTold() throws IOException {
        Policy standard = policies.policy(policies.policies().standard());
        var less = new Policy(standard.id(), standard.name(), 300, 60, new Retention(1440, 48, 14), 900, 7,
                standard.compression(), null, List.of(), "UTC", null);
        assertThat(dryRun(less).losses()).extracting(RetentionLoss::kept, RetentionLoss::fromMinutes,
                RetentionLoss::toMinutes).containsExactly(tuple(RetentionLoss.Lost.HOURLY, 48L * 60, 72L * 60));
        assertThat(policies.policy(standard.id())).isEqualTo(standard);
    }

    @Test
    void aFieldThatIsWrongIsNamed() {
        assertThatThrownBy(() -> dryRun(policy(1, 900, null))).isInstanceOf(Refused.class)
                .hasMessageContaining("'crashSeconds'");
        assertThatThrownBy(() -> policies.dryRun(new DryRun(null, List.of()))).isInstanceOf(Refused.class)
                .hasMessageContaining("'policy'");
    }
}

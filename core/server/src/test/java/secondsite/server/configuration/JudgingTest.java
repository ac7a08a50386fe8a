package secondsite.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.tuple;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.multibindings.OptionalBinder;
import com.google.inject.util.Modules;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.activity.Alert;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Event;
import secondsite.api.client.TlsIdentity;
import secondsite.api.machine.AgentReport;
import secondsite.api.machine.DiskReport;
import secondsite.api.machine.DiskVerification;
import secondsite.api.machine.MachineInventory;
import secondsite.api.activity.ReportedProblem;
import secondsite.api.replication.Health.Level;
import secondsite.api.replication.HealthSummary;
import secondsite.api.replication.ProtectionState;
import secondsite.api.site.MasterTargetReport;
import secondsite.api.site.MasterTargetReport.Kept;
import secondsite.api.site.ProcessServerReport;
import secondsite.api.site.ServerLoad;
import secondsite.api.transfer.GatewayStatus;
import secondsite.api.transfer.Position;
import secondsite.server.configuration.alert.Alerts;
import secondsite.server.configuration.health.CurrentHealth;
import secondsite.server.configuration.health.HealthRound;
import secondsite.server.configuration.health.Judged;
import secondsite.server.configuration.health.Overview;
import secondsite.server.configuration.health.ProtectedMachines;
import secondsite.server.configuration.inventory.AgentReports;
import secondsite.server.configuration.inventory.FirstPlaces;
import secondsite.server.configuration.inventory.Inventory;
import secondsite.server.configuration.inventory.ServerReports;
import secondsite.server.configuration.metrics.Metrics;
import secondsite.server.configuration.security.Authority;
import secondsite.server.configuration.security.SecretKeys;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.KeptAlerts;
import secondsite.server.settings.ConfigurationServerSettings;
import secondsite.server.settings.Listen;
import secondsite.server.settings.Size;
import secondsite.server.settings.Span;

/** All parts of a configuration server but its listener; what programs report is judged round by round on a clock that the test sets. */
class JudgingTest {

    private static final long GIB = 1L << 30;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final UUID disk = UUID.randomUUID();
    private final Map<String, ProtectedMachines.ProtectedMachine> wanted = new HashMap<>();
    private Instant now = Instant.parse("2026-11-29T12:00:00Z");
    private Database database;
    private Injector parts;
    private long written;

    @TempDir
    Path folder;

    @BeforeEach
    void open() throws IOException {
        database = Database.open(folder.resolve("database.sqlite"));
        parts = parts();
        parts.getInstance(FirstPlaces.class).make();
        parts.getInstance(HealthRound.class).run();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Injector parts() throws IOException {
        var settings = new ConfigurationServerSettings(folder, new Listen("127.0.0.1", 0, 10, new Size(16 << 20)),
                List.of("localhost"), new Span(Duration.ofDays(100)));
        Authority authority = Authority.create("test", now, Duration.ofDays(1), RANDOM);
        X509Certificate own = authority.own().certificate();
        return Guice.createInjector(Modules.override(new ConfigurationModule(settings, database, authority,
                SecretKeys.open(folder.resolve("secrets.key"), RANDOM), () -> now, RANDOM), new HealthModule(),
                new ProtectionModule(new TlsIdentity(authority.own().key(), List.of(own), List.of(own))),
                new RecoveryModule())
                .with(new AbstractModule() {
                    @Override
                    protected void configure() {
                        OptionalBinder.newOptionalBinder(binder(), ProtectedMachines.class).setBinding()
                                .toInstance(id -> Optional.ofNullable(wanted.get(id.toString())));
                    }
                }));
    }

    private void agent(DiskReport.State state, long sequence, Duration ahead) {
        var inventory = new MachineInventory("mail", "Linux", GIB, 2,
                List.of(new MachineInventory.DiskFacts(disk, "vda", 10 * GIB, "/dev/vda")), List.of());
        parts.getInstance(AgentReports.class).report("mail", new AgentReport("1.0", now.plus(ahead), null, null,
                inventory,
                List.of(new DiskReport(disk, state, null, now.plus(ahead), 10 * GIB, written, 0, 0, 100, sequence,
                        sequence, sequence, 0, 4096, 0, null,
                        new DiskVerification(now.minus(Duration.ofDays(1)), 10 * GIB, 0, 1), List.of())),
                List.of()));
    }

    private void target(Instant newest, String damage) {
        parts.getInstance(ServerReports.class).report("keeper", new MasterTargetReport("1.0", now,
                URI.create("https://keeper:9443"), null, new ServerLoad(0.1, 1, 10, 90, 100), null,
                List.of(new Kept(disk, true, newest.minus(Duration.ofDays(3)), newest, 7, 0, 1, 1, damage))));
    }

    private void gateway(double processor) {
        parts.getInstance(ServerReports.class).report("gateway", new ProcessServerReport("1.0", now,
                URI.create("https://gateway:9443"), null, new ServerLoad(processor, 1, 10, 90, 100),
                List.of(new GatewayStatus(disk, "shipping", 7, new Position(1, 7, 7), 0, 0, 0, 0, null))));
    }

    private UUID protect() {
        UUID id = parts.getInstance(Inventory.class).machineOfAgent("mail").orElseThrow().id();
        wanted.put(id.toString(), new ProtectedMachines.ProtectedMachine(ProtectionState.PROTECTED, false,
                now.minus(Duration.ofDays(9)), 900, 7, Optional.empty(),
                List.of(new ProtectedMachines.ProtectedDisk(disk, "vda",
                        10 * GIB, Optional.of("gateway"), Optional.of("keeper"),
                        Optional.empty()))));
        return id;
    }

    private Judged judged(UUID machine) {
        parts.getInstance(HealthRound.class).run();
        return parts.getInstance(CurrentHealth.class).machine(machine).orElseThrow();
    }

    private List<Alert> alerts() {
        return parts.getInstance(Alerts.class).page(new KeptAlerts.Filter(true, null, null), Long.MAX_VALUE, 50)
                .items();
    }

    @Test
    void aProtectedMachineOfWhichAllReportIsWellAndItsRpoIsMeasured() {
        agent(DiskReport.State.LOGGING, 7, Duration.ofSeconds(40));
        target(now.plusSeconds(40).minusSeconds(12), null);
        gateway(0.1);
        UUID id = protect();
        now = now.plusSeconds(3);
        Judged judged = judged(id);
        assertThat(judged.health().reasons()).isEmpty();
        assertThat(judged.health().level()).isEqualTo(Level.OK);
        // The agent said 3 s ago that the target lacks nothing.
        assertThat(judged.rpo()).contains(Duration.ofSeconds(3));
        HealthSummary summary = parts.getInstance(Overview.class).summary().orElseThrow();
        assertThat(summary.machines()).isEqualTo(new HealthSummary.Levels(1, 0, 0, 0));
        assertThat(summary.servers()).isEqualTo(new HealthSummary.Levels(2, 0, 0, 0));
        assertThat(summary.worstRpoSeconds()).isEqualTo(3.0);
        assertThat(summary.worstRpoName()).isEqualTo("mail");
        assertThat(summary.sentPerSecond()).isEqualTo(4096);
        assertThat(parts.getInstance(Metrics.class).text().lines()).contains(
                "secondsite_rpo_seconds{machine=\"mail\"} 3.0",
                "secondsite_machines{health=\"OK\",state=\"PROTECTED\"} 1.0",
                "secondsite_spool_bytes{machine=\"mail\"} 0.0", "secondsite_journal_bytes{machine=\"mail\"} 0.0");
        assertThat(alerts()).isEmpty();
    }

    @Test
    void theTimeWhenTrackWasLostHoldsUntilTheResyncIsOver() {
        agent(DiskReport.State.LOGGING, 7, Duration.ZERO);
        target(now, null);
        gateway(0.1);
        UUID id = protect();
        judged(id);
        now = now.plusSeconds(1);
        agent(DiskReport.State.RESYNC_REQUIRED, 7, Duration.ZERO);
        now = now.plusSeconds(10);
        target(now, null);
        assertThat(judged(id).rpo()).contains(Duration.ofSeconds(10));
        assertThat(alerts()).extracting(Alert::code).containsExactly(ErrorCode.RESYNC_REQUIRED);
        now = now.plusSeconds(10);
        agent(DiskReport.State.RESYNCING, 9, Duration.ZERO);
        target(now, null);
        assertThat(judged(id).rpo()).contains(Duration.ofSeconds(20));
        now = now.plusSeconds(1);
        agent(DiskReport.State.LOGGING, 9, Duration.ZERO);
        assertThat(judged(id).rpo()).contains(Duration.ZERO);
    }

    @Test
    void aRestartNeitherLosesNorEndsAlertsBeforeAllHaveReported() throws IOException {
        agent(DiskReport.State.LOGGING, 7, Duration.ZERO);
        target(now, "a segment is torn");
        gateway(0.1);
        UUID id = protect();
        assertThat(judged(id).health().level()).isEqualTo(Level.CRITICAL);
        assertThat(alerts()).extracting(Alert::code).containsExactly(ErrorCode.REPLICA_DAMAGED);
        now = now.plusSeconds(600);
        parts = parts();
        for (int i = 0; i < 10; i++) {
            now = now.plusSeconds(30);
            assertThat(judged(id).health().level()).isEqualTo(Level.UNKNOWN);
        }
        assertThat(alerts()).extracting(Alert::code).containsExactly(ErrorCode.REPLICA_DAMAGED);
        agent(DiskReport.State.LOGGING, 7, Duration.ZERO);
        now = now.plusSeconds(61);
        judged(id);
        assertThat(alerts()).hasSize(1);
        target(now, null);
        agent(DiskReport.State.LOGGING, 7, Duration.ZERO);
        gateway(0.1);
        judged(id);
        now = now.plusSeconds(60);
        judged(id);
        assertThat(alerts()).isEmpty();
    }

    @Test
    void whatAMachineWritesIsAveragedOverMinutes() {
        agent(DiskReport.State.LOGGING, 7, Duration.ZERO);
        target(now, null);
        gateway(0.1);
        UUID id = protect();
        judged(id);
        double average = 0;
        for (int i = 0; i < 40; i++) {
            now = now.plusSeconds(30);
            written += (i == 0 ? 10L : 100L) * 30 << 20;
            double rate = i == 0 ? 10 : 100;
            average = i == 0 ? rate : average + (rate - average) * (1 - Math.exp(-0.5 / 5));
            agent(DiskReport.State.LOGGING, 7, Duration.ZERO);
            target(now, null);
            gateway(0.1);
            Judged judged = judged(id);
            assertThat(judged.machine().writtenPerSecond().orElseThrow() / (double) (1 << 20)).isCloseTo(average,
                    offset(0.01));
            assertThat(judged.health().reasons()).extracting(ReportedProblem::code)
                    .isEqualTo(average > 50 ? List.of(ErrorCode.CHURN_HIGH) : List.of());
        }
        assertThat(average).isGreaterThan(50);
        // The agent starts anew, and counts from nothing.
        written = 0;
        now = now.plusSeconds(30);
        agent(DiskReport.State.LOGGING, 7, Duration.ZERO);
        assertThat(judged(id).machine().writtenPerSecond().orElseThrow()).isPositive();
    }

    @Test
    void aServerThatIsBusyForAMomentOnlyRaisesNoAlert() {
        gateway(0.1);
        now = now.plusSeconds(1);
        parts.getInstance(HealthRound.class).run();
        gateway(1);
        parts.getInstance(HealthRound.class).run();
        assertThat(alerts()).isEmpty();
        for (int i = 0; i < 40; i++) {
            now = now.plusSeconds(30);
            gateway(1);
            parts.getInstance(HealthRound.class).run();
        }
        assertThat(alerts()).extracting(Alert::code, Alert::severity).containsExactly(
                tuple(ErrorCode.PROCESSOR_BUSY,
                        Event.Severity.CRITICAL));
    }

    @Test
    void silenceOfEverybodyIsSeenAfterItsTime() {
        agent(DiskReport.State.LOGGING, 7, Duration.ZERO);
        target(now, null);
        gateway(0.1);
        UUID id = protect();
        judged(id);
        now = now.plus(Duration.ofMinutes(15));
        assertThat(judged(id).rpo()).isEmpty();
        assertThat(alerts()).extracting(Alert::about, Alert::code).containsExactlyInAnyOrder(
                tuple("mail", ErrorCode.AGENT_SILENT),
                tuple("gateway", ErrorCode.SERVER_SILENT),
                tuple("keeper", ErrorCode.SERVER_SILENT));
        assertThat(parts.getInstance(Overview.class).summary().orElseThrow().rpoUnknown()).isEqualTo(1);
    }

    @Test
    void aMachineThatIsNotProtectedIsShownAsThat() {
        agent(DiskReport.State.UNPROTECTED, 0, Duration.ZERO);
        UUID id = parts.getInstance(Inventory.class).machineOfAgent("mail").orElseThrow().id();
        assertThat(judged(id).health().reasons()).extracting(ReportedProblem::code)
                .containsExactly(ErrorCode.NOT_PROTECTED);
        assertThat(parts.getInstance(Overview.class).summary().orElseThrow().unprotected()).isEqualTo(1);
        assertThat(alerts()).isEmpty();
    }
}

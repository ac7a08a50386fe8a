package secondsite.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.Page;
import secondsite.api.ProblemCode;
import secondsite.api.activity.Alert;
import secondsite.api.activity.AlertMute;
import secondsite.api.activity.AlertNote;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Event;
import secondsite.api.client.AlertClient;
import secondsite.api.client.HealthClient;
import secondsite.api.client.ReportClient;
import secondsite.api.client.TransferException.Refused;
import secondsite.api.replication.HealthSummary;
import secondsite.api.replication.Thresholds;
import secondsite.api.security.Role;
import secondsite.api.site.MasterTargetReport;
import secondsite.api.site.ServerLoad;
import secondsite.server.configuration.activity.EventLog;
import secondsite.server.configuration.health.HealthRound;

/** A real server over real TLS to which a master target with a wrong clock reports; people who see the alert. */
@Timeout(120)
class AlertsOverRestTest {

    private static final ServerLoad LOAD = new ServerLoad(0.1, 1 << 30, 8L << 30, 90L << 30, 100L << 30);

    private LiveServer server;
    private EventLog.Follower events;
    private AlertClient admin;
    private ReportClient target;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        server = new LiveServer(folder);
        events = server.part(EventLog.class).follow(OptionalLong.empty());
        admin = new AlertClient(server.asAdministrator());
        target = server.joined("master-target", "keeper");
    }

    @AfterEach
    void end() throws Exception {
        server.close();
    }

    private void report(Duration ahead) throws IOException {
        target.report(new MasterTargetReport("1.0", server.now().plus(ahead), URI.create("https://keeper:9443"), null,
                LOAD, null, List.of()));
    }

    private Event await(String type) throws InterruptedException {
        while (true) {
            Optional<Event> found = events.next(Duration.ofSeconds(60)).events().stream()
                    .filter(event -> event.type().equals(type)).findFirst();
            if (found.isPresent()) {
                return found.get();
            }
        }
    }

    private static ProblemCode refused(ThrowingCallable action) {
        return catchThrowableOfType(Refused.class, action).code();
    }

    @Test
    void anAlertIsRaisedSeenAcknowledgedMutedAndOver() throws Exception {
        report(Duration.ofSeconds(90));
        Event raised = await("alert.raised");
        assertThat(raised.code()).isEqualTo(ErrorCode.CLOCK_SKEW);
        assertThat(raised.severity()).isEqualTo(Event.Severity.WARNING);
        assertThat(raised.subject()).isEqualTo("keeper");
        var viewer = new AlertClient(server.as(Role.VIEWER));
        Page<Alert> page = viewer.alerts(AlertClient.Filter.OPEN, null, 10);
        Alert alert = page.items().getFirst();
        assertThat(page.total()).isEqualTo(1);
        assertThat(alert.kind()).isEqualTo("master-target");
        assertThat(alert.detail()).matches("its clock is 1 min (29|30) s ahead of this server's; 60 s are allowed");
        assertThat(refused(() -> viewer.acknowledge(alert.id(), new AlertNote("no")))).isEqualTo(
                ProblemCode.NOT_ALLOWED);
        assertThat(refused(() -> viewer.mute(alert.id(), new AlertMute(5)))).isEqualTo(ProblemCode.NOT_ALLOWED);
        var operator = new AlertClient(server.as(Role.OPERATOR));
        Alert known = operator.acknowledge(alert.id(), new AlertNote("NTP is being mended"));
        assertThat(known.acknowledged().who()).isEqualTo("operator-person");
        assertThat(known.open()).isTrue();
        assertThat(operator.mute(alert.id(), new AlertMute(60)).mutedUntil()).isAfter(Instant.now());
        HealthSummary summary = new HealthClient(server.asAdministrator()).summary();
        assertThat(summary.servers()).isEqualTo(new HealthSummary.Levels(0, 0, 1, 0));
        assertThat(summary.warningAlerts()).isEqualTo(1);
        assertThat(summary.machines()).isEqualTo(new HealthSummary.Levels(0, 0, 0, 0));
        assertThat(summary.worstRpoSeconds()).isNull();
        report(Duration.ZERO);
        await("alert.acknowledged");
        server.part(HealthRound.class).run();
        server.pass(Duration.ofSeconds(60));
        report(Duration.ZERO);
        server.part(HealthRound.class).run();
        assertThat(await("alert.cleared").subject()).isEqualTo("keeper");
        assertThat(viewer.alerts(AlertClient.Filter.OPEN, null, 10).total()).isZero();
        Alert over = viewer.alerts(AlertClient.Filter.ALL, null, 10).items().getFirst();
        assertThat(over.cleared()).isNotNull();
        assertThat(over.acknowledged().note()).isEqualTo("NTP is being mended");
        assertThatThrownBy(() -> operator.acknowledge(over.id(), new AlertNote(null)))
                .hasMessage("the alert " + over.id() + " is over");
    }

    @Test
    void whatIsAskedWronglyIsRefusedByName() throws Exception {
        assertThatThrownBy(() -> admin.alerts(AlertClient.Filter.OPEN, null, 501)).hasMessageContaining("'limit'");
        assertThatThrownBy(() -> admin.alerts(AlertClient.Filter.OPEN, "x", 5)).hasMessageContaining("'after'");
        assertThatThrownBy(() -> admin.alerts(new AlertClient.Filter(true, null, "x".repeat(101)), null, 5))
                .hasMessageContaining("'subject'");
        assertThat(admin.alerts(new AlertClient.Filter(true, null, "'; drop table alert; --"), null, 5).total())
                .isZero();
        assertThat(refused(() -> admin.acknowledge(77, new AlertNote("x")))).isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(refused(() -> new AlertClient(server.stranger()).alerts(AlertClient.Filter.OPEN, null, 5)))
                .isEqualTo(ProblemCode.NOT_SIGNED_IN);
    }

    @Test
    void limitsAreSetByAnAdministratorAndHold() throws Exception {
        var health = new HealthClient(server.asAdministrator());
        assertThat(health.thresholds()).isEqualTo(Thresholds.DEFAULTS);
        assertThat(refused(() -> new HealthClient(server.as(Role.OPERATOR)).set(Thresholds.DEFAULTS))).isEqualTo(
                ProblemCode.NOT_ALLOWED);
        var wide = new Thresholds(80, 50, 2, 15, 3600, 1 << 20, 80, 95, 30, 25, 5, 50, 80, 30, 7);
        assertThat(health.set(wide)).isEqualTo(wide);
        var wrong = new Thresholds(80, 50, 2, 15, 60, 1, 96, 95, 30, 25, 5, 50, 80, 30, 7);
        assertThatThrownBy(() -> health.set(wrong)).hasMessage("'busyWarningPercent' is 96; it must be 1 to 95");
        server.restart();
        assertThat(new HealthClient(server.asAdministrator()).thresholds()).isEqualTo(wide);
        report(Duration.ofSeconds(90));
        server.part(HealthRound.class).run();
        assertThat(new AlertClient(server.asAdministrator()).alerts(AlertClient.Filter.OPEN, null, 10).total())
                .isZero();
    }
}

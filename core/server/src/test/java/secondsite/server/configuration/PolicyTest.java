package secondsite.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import secondsite.api.Json;
import secondsite.api.ProblemCode;
import secondsite.api.client.PolicyClient;
import secondsite.api.client.SecurityClient;
import secondsite.api.client.TransferException.Refused;
import secondsite.api.policy.BandwidthSchedule;
import secondsite.api.policy.Policy;
import secondsite.api.policy.PolicyChange;
import secondsite.api.policy.PolicyChanged;
import secondsite.api.policy.PolicyList;
import secondsite.api.policy.Retention;
import secondsite.api.policy.RetentionLoss;
import secondsite.api.policy.WeekWindow;
import secondsite.api.security.NewUser;
import secondsite.api.security.Role;
import secondsite.api.security.SignIn;
import secondsite.server.settings.ConfigurationServerSettings;
import secondsite.server.settings.Listen;
import secondsite.server.settings.Size;
import secondsite.server.settings.Span;

/** Policies of a real configuration server, by people who have signed in. */
@Timeout(120)
class PolicyTest {

    private static final String PASSWORD = "correct horse battery";
    private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");

    private final List<AutoCloseable> open = new ArrayList<>();
    private ConfigurationServer server;
    private String first;
    private SecurityClient admin;
    private PolicyClient policies;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        server = server();
        first = server.firstPassword().orElseThrow();
        admin = SecurityClient.signIn(address(), server.fingerprint(), new SignIn("admin", first));
        open.add(admin);
        policies = as("admin", first);
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private ConfigurationServer server() throws IOException {
        var settings = new ConfigurationServerSettings(folder, new Listen("127.0.0.1", 0, 100, new Size(16 << 20)),
                List.of("localhost"), new Span(Duration.ofDays(100)));
        var started = ConfigurationServer.start(settings, () -> NOW, new SecureRandom());
        open.add(started);
        return started;
    }

    private URI address() {
        return URI.create("https://localhost:" + server.port());
    }

    private PolicyClient as(String name, String password) throws IOException {
        PolicyClient client = PolicyClient.signIn(address(), server.fingerprint(), new SignIn(name, password));
        open.add(client);
        return client;
    }

    private interface Action {

        void run() throws Exception;
    }

    private static ProblemCode refused(Action action) {
        return catchThrowableOfType(Refused.class, action::run).code();
    }

    private static Policy policy(String name) {
        var nights = new WeekWindow(Set.of(DayOfWeek.SATURDAY, DayOfWeek.MONDAY), LocalTime.of(22, 30),
                LocalTime.of(6, 0));
        return new Policy(null, name, 60, 0, new Retention(1440, 72, 14), 300, 3, Policy.Compression.PROCESS_SERVER,
                new BandwidthSchedule(1 << 20, List.of(new BandwidthSchedule.Limit(nights, 0)), null),
                List.of(nights), "Europe/Berlin", null);
    }

    private static Policy keeping(Policy policy, Retention retention) {
        return new Policy(policy.id(), policy.name(), policy.crashSeconds(), policy.appMinutes(), retention,
                policy.rpoWarningSeconds(), policy.verifyDays(), policy.compression(), policy.bandwidth(),
                policy.resyncWindows(), policy.zone(), policy.failback());
    }

    private static Policy named(Policy policy, String name) {
        return new Policy(policy.id(), name, policy.crashSeconds(), policy.appMinutes(), policy.retention(),
                policy.rpoWarningSeconds(), policy.verifyDays(), policy.compression(), policy.bandwidth(),
                policy.resyncWindows(), policy.zone(), policy.failback());
    }

    @Test
    void aDeploymentBeginsWithAStandardPolicyAndOneForTheWayBack() throws IOException {
        PolicyList all = policies.policies();
        assertThat(all.policies()).extracting(Policy::name).containsExactly("Standard", "Standard (failback)");
        Policy standard = policies.policy(all.standard());
        assertThat(standard).isEqualTo(all.policies().getFirst());
        assertThat(standard.failback()).isEqualTo(all.policies().getLast().id());
        assertThat(all.policies().getLast().failback()).isNull();
        assertThat(standard).extracting(Policy::crashSeconds, Policy::appMinutes, Policy::retention,
                Policy::rpoWarningSeconds, Policy::verifyDays, Policy::compression).containsExactly(300, 60,
                        new Retention(1440, 72, 14), 900, 7, Policy.Compression.AGENT);
        assertThat(standard.bandwidth().at(NOW)).isZero();
        assertThat(standard.zone()).isEqualTo(ZoneId.systemDefault().getId());
        server.close();
        server = server();
        assertThat(as("admin", first).policies()).isEqualTo(all);
    }

    @Test
    void resyncBeginsByItselfOutsideBusinessHoursOnly() throws IOException {
        List<WeekWindow> windows = policies.policy(policies.policies().standard()).resyncWindows();
        for (var hour = LocalDateTime.of(2026, 3, 2, 0, 0); hour.getDayOfMonth() < 16; hour = hour.plusMinutes(30)) {
            var at = hour;
            boolean business = at.getDayOfWeek().getValue() <= 5 && at.getHour() >= 8 && at.getHour() < 18;
            assertThat(windows.stream().anyMatch(window -> window.holds(at))).as(at.toString()).isEqualTo(!business);
        }
    }

    @Test
    void aPolicyIsKeptAsItWasGivenWithOneForTheWayBack() throws IOException {
        Policy made = policies.add(policy("Databases – Köln"));
        Policy failback = policies.policy(made.failback());
        assertThat(made.bandwidth().zone()).isEqualTo("Europe/Berlin");
        assertThat(failback.name()).isEqualTo("Databases – Köln (failback)");
        assertThat(named(failback, "x")).usingRecursiveComparison().ignoringFields("id", "failback")
                .isEqualTo(named(made, "x"));
        server.close();
        server = server();
        assertThat(as("admin", first).policy(made.id())).isEqualTo(made);
    }

    @Test
    void theSameWindowIsAlwaysWrittenTheSameWay() {
        var days = EnumSet.allOf(DayOfWeek.class);
        assertThat(new String(Json.write(new WeekWindow(Set.copyOf(days), LocalTime.NOON, LocalTime.NOON))))
                .contains("\"MONDAY\",\"TUESDAY\",\"WEDNESDAY\",\"THURSDAY\",\"FRIDAY\",\"SATURDAY\",\"SUNDAY\"");
    }

    @Test
    void aPolicyIsChangedAndItsNameWithThatOfTheWayBack() throws IOException {
        Policy made = policies.add(policy("Web"));
        PolicyChanged changed = policies.change(made.id(), new PolicyChange(named(made, "Web shop"), false));
        assertThat(changed).isEqualTo(new PolicyChanged(named(made, "Web shop"), List.of()));
        assertThat(policies.policy(made.failback()).name()).isEqualTo("Web shop (failback)");
        assertThat(policies.policy(made.id())).isEqualTo(changed.policy());
        Policy back = keeping(policies.policy(made.failback()), new Retention(2880, 96, 30));
        assertThat(policies.change(made.failback(), new PolicyChange(back, false)).policy()).isEqualTo(back);
        assertThat(policies.policy(made.id()).retention()).isEqualTo(made.retention());
        assertThat(refused(() -> policies.change(made.failback(), new PolicyChange(named(back, "other"), false))))
                .isEqualTo(ProblemCode.BAD_REQUEST);
    }

    @Test
    void keepingLessIsSaidAndDoneOnlyWhenItIsAccepted() throws IOException {
        Policy made = policies.add(policy("Web"));
        Policy less = keeping(made, new Retention(720, 72, 7));
        assertThatThrownBy(() -> policies.change(made.id(), new PolicyChange(less, false))).isInstanceOf(Refused.class)
                .hasMessageContaining("single records from 12 h to 1 d of age")
                .hasMessageContaining("daily points from 7 d to 14 d of age")
                .hasMessageContaining("2026-03-18T12:00:00Z")
                .hasMessageContaining("acceptShorterRetention");
        assertThat(policies.policy(made.id())).isEqualTo(made);
        Instant destroyed = NOW.plus(Duration.ofDays(14));
        assertThat(policies.change(made.id(), new PolicyChange(less, true))).isEqualTo(new PolicyChanged(less, List.of(
                new RetentionLoss(RetentionLoss.Lost.EVERYTHING, 720, 1440, destroyed),
                new RetentionLoss(RetentionLoss.Lost.DAILY, 7 * 1440, 14 * 1440, destroyed))));
        assertThat(policies.policy(made.id())).isEqualTo(less);
    }

    @Test
    void namesAreThereOnceWhateverTheirCase() throws IOException {
        policies.add(policy("Web"));
        for (String taken : List.of("web", "STANDARD", "Web (failback)")) {
            assertThat(refused(() -> policies.add(policy(taken)))).isEqualTo(ProblemCode.CONFLICT);
        }
        Policy other = policies.add(policy("Other"));
        assertThat(refused(() -> policies.change(other.id(), new PolicyChange(named(other, "WEB"), false))))
                .isEqualTo(ProblemCode.CONFLICT);
        assertThat(policies.change(other.id(), new PolicyChange(named(other, "OTHER"), false)).policy().name())
                .isEqualTo("OTHER");
        assertThat(policies.policies().policies()).hasSize(6);
    }

    @Test
    void aPolicyGoesWithTheOneForTheWayBack() throws IOException {
        Policy made = policies.add(policy("Web"));
        assertThat(refused(() -> policies.remove(made.failback()))).isEqualTo(ProblemCode.CONFLICT);
        policies.remove(made.id());
        assertThat(refused(() -> policies.policy(made.id()))).isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(refused(() -> policies.policy(made.failback()))).isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(refused(() -> policies.remove(made.id()))).isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(refused(() -> policies.remove(policies.policies().standard()))).isEqualTo(ProblemCode.CONFLICT);
        assertThat(policies.policies().policies()).hasSize(2);
    }

    @Test
    void onlyAdministratorsChangePoliciesAndAllSeeThem() throws IOException {
        admin.add(new NewUser("vera", Role.VIEWER, PASSWORD));
        admin.add(new NewUser("olga", Role.OPERATOR, PASSWORD));
        Policy made = policies.add(policy("Web"));
        for (String name : List.of("vera", "olga")) {
            PolicyClient person = as(name, PASSWORD);
            assertThat(person.policies().policies()).hasSize(4);
            assertThat(person.policy(made.id())).isEqualTo(made);
            for (Action action : List.<Action>of(() -> person.add(policy("Mine")), () -> person.remove(made.id()),
                    () -> person.change(made.id(), new PolicyChange(made, true)))) {
                assertThat(refused(action)).isEqualTo(ProblemCode.NOT_ALLOWED);
            }
        }
        PolicyClient nobody = PolicyClient.signedIn(address(), server.fingerprint(), "x");
        open.add(nobody);
        assertThat(refused(nobody::policies)).isEqualTo(ProblemCode.NOT_SIGNED_IN);
    }

    @Test
    void whoChangedAPolicyAndHowIsInTheAuditLog() throws IOException {
        Policy made = policies.add(policy("Web"));
        policies.change(made.id(), new PolicyChange(keeping(made, new Retention(1440, 72, 10)), true));
        policies.remove(made.id());
        var lines = admin.audit(0).lines().stream().filter(line -> line.subject().equals("Web")).toList();
        assertThat(lines).extracting(line -> line.who() + ": " + line.action()).containsExactly("admin: policy added",
                "admin: policy changed", "admin: policy removed");
        assertThat(lines.get(1).detail()).contains("daily 14 d").contains("daily 10 d")
                .contains("given up: daily points from 10 d to 14 d");
        assertThat(admin.verifyAudit().firstBroken()).isNull();
    }

    static Stream<Arguments> wrong() {
        var monday = Set.of(DayOfWeek.MONDAY);
        var noon = LocalTime.NOON;
        return Stream.of(field("crashSeconds", w -> w.crash = 29), field("crashSeconds", w -> w.crash = 3601),
                field("appMinutes", w -> w.app = 4), field("appMinutes", w -> w.app = 1441),
                field("appMinutes", w -> w.app = -1), field("retention", w -> w.retention = null),
                field("retention.everythingMinutes", w -> w.retention = new Retention(0, 72, 14)),
                field("retention.hourlyHours", w -> w.retention = new Retention(1440, 23, 14)),
                field("retention.dailyDays", w -> w.retention = new Retention(1440, 73, 3)),
                field("retention.dailyDays", w -> w.retention = new Retention(1440, 72, 367)),
                field("retention.hourlyHours", w -> w.retention = new Retention(1440, Integer.MAX_VALUE, 14)),
                field("rpoWarningSeconds", w -> w.rpo = 29), field("rpoWarningSeconds", w -> w.rpo = 86_401),
                field("verifyDays", w -> w.verify = 0), field("verifyDays", w -> w.verify = 8),
                field("compression", w -> w.compression = null), field("zone", w -> w.zone = "Mars/Olympus"),
                field("zone", w -> w.zone = null),
                field("bandwidth.bytesPerSecond", w -> w.bandwidth = new BandwidthSchedule(-1, List.of(), null)),
                field("bandwidth.bytesPerSecond", w -> w.bandwidth = new BandwidthSchedule(5, List.of(), null)),
                field("bandwidth.windows[0]", w -> w.bandwidth = new BandwidthSchedule(0,
                        List.of(new BandwidthSchedule.Limit(null, 0)), null)),
                field("bandwidth.windows[0].bytesPerSecond", w -> w.bandwidth = new BandwidthSchedule(0,
                        List.of(new BandwidthSchedule.Limit(new WeekWindow(monday, noon, noon), -7)), null)),
                field("resyncWindows[1]", w -> w.windows = List.of(new WeekWindow(monday, noon, noon),
                        new WeekWindow(Set.of(), noon, noon))),
                field("resyncWindows[0]", w -> w.windows = List.of(new WeekWindow(monday, null, noon))),
                field("resyncWindows", w -> w.windows = Collections.nCopies(51,
                        new WeekWindow(monday, noon, noon))),
                field("name", w -> w.name = ""), field("name", w -> w.name = null),
                field("name", w -> w.name = "x".repeat(64)), field("name", w -> w.name = " Web"),
                field("name", w -> w.name = "Web "), field("name", w -> w.name = "We\nb"),
                field("name", w -> w.name = "'; drop table policy; --"), field("name", w -> w.name = "../../x"));
    }

    /** A policy of which one field is going to be wrong. */
    private static final class Wrong {
        String name = "Wrong";
        int crash = 300;
        int app = 60;
        int rpo = 900;
        int verify = 7;
        Retention retention = new Retention(1440, 72, 14);
        Policy.Compression compression = Policy.Compression.AGENT;
        BandwidthSchedule bandwidth = BandwidthSchedule.UNLIMITED;
        List<WeekWindow> windows = List.of();
        String zone = "UTC";

        Policy policy() {
            return new Policy(null, name, crash, app, retention, rpo, verify, compression, bandwidth, windows, zone,
                    UUID.randomUUID());
        }
    }

    private interface Change {

        void to(Wrong policy);
    }

    private static Arguments field(String name, Change change) {
        var wrong = new Wrong();
        change.to(wrong);
        return Arguments.of(name, wrong.policy());
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void aFieldThatIsWrongIsNamedAndNothingIsChanged(String field, Policy wrong) throws IOException {
        assertThatThrownBy(() -> policies.add(wrong)).isInstanceOf(Refused.class)
                .hasMessageContaining("'" + field + "'");
        assertThat(policies.policies().policies()).hasSize(2);
    }

    @Test
    void theLeastAndTheMostAreTaken() throws IOException {
        policies.add(new Policy(null, "L", 30, 0, new Retention(1, 1, 1), 30, 1, Policy.Compression.NONE,
                new BandwidthSchedule(1024, List.of(), null), List.of(), "UTC", null));
        policies.add(new Policy(null, "M".repeat(63), 3600, 1440, new Retention(366 * 1440, 366 * 24, 366), 86_400, 7,
                Policy.Compression.NONE, null, null, "+02:00", null));
        assertThat(policies.policies().policies()).hasSize(6);
    }
}

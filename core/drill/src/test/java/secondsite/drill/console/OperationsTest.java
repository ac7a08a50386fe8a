package secondsite.drill.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.ProblemCode;
import secondsite.api.activity.JobState;
import secondsite.api.client.AlertClient;
import secondsite.api.client.Connection;
import secondsite.api.client.HealthClient;
import secondsite.api.client.TransferException;
import secondsite.api.plan.Plan;
import secondsite.api.plan.PlanGroup;
import secondsite.api.policy.BandwidthSchedule;
import secondsite.api.policy.Policy;
import secondsite.api.policy.PolicyList;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.FailoverRequest;
import secondsite.api.replication.EnableRequest;
import secondsite.api.replication.ProtectionState;
import secondsite.api.replication.Thresholds;
import secondsite.api.security.NewUser;
import secondsite.api.security.Role;
import secondsite.api.site.Network;
import secondsite.api.site.Site;
import secondsite.api.site.SiteKind;
import secondsite.app.control.table.DataTable;
import secondsite.app.kept.Environment;
import secondsite.app.kept.Profile;
import secondsite.app.navigation.Screen;
import secondsite.app.session.Session;
import secondsite.drill.management.ManagedDeployment;

/** What people do besides recovering, at a real server: each deed is there afterwards, and whoever may only look can do none. */
@Timeout(600)
class OperationsTest {

    private static final int DISK = 24 << 20;
    private static final long SLOW = 256 << 10;
    private static final String PASSWORD = "correct horse battery";
    /** What everybody may press: it shows more, or changes nothing but the console. */
    private static final List<String> HARMLESS = List.of("ALERTS (closed-too|events-older)",
            "DASHBOARD (Show .*|all events)", "INFRASTRUCTURE action-installations", "INSTALLATIONS installation-.*",
            "JOBS? (action-copy-job|job-check)", "MACHINES inspector-open",
            "MACHINE (\\d+ h|All|Open job #\\d+)", "PLAN more: Export as YAML…", "PLANS plan-.*",
            "SETTINGS action-(sign-out|switch-language|switch-theme|verify-audit)",
            "TOPOLOGY (asTable|filter-.*|fit|zoomIn|zoomOut)");

    @TempDir
    private static Path folder;
    private static ManagedDeployment deployment;
    private static Connection connection;
    private static UUID db;
    private static Policy standard;
    private static Policy slow;

    @TempDir
    private Path kept;
    private ConsoleStage console;

    @BeforeAll
    static void start() throws IOException {
        deployment = new ManagedDeployment(folder);
        byte[] bytes = new byte[DISK];
        new Random(20_261_130).nextBytes(bytes);
        deployment.machine("db", Map.of("data", Files.write(folder.resolve("disk.raw"), bytes)));
        db = deployment.known("db").id();
        connection = new Connection(deployment.address(), deployment.administrator(), Connection.Patience.DEFAULTS);
        PolicyList policies = deployment.policies().policies();
        standard = policies.policies().stream().filter(each -> each.id().equals(policies.standard())).findFirst()
                .orElseThrow();
        slow = deployment.policies().add(new Policy(null, "slow", standard.crashSeconds(), 0, standard.retention(),
                standard.rpoWarningSeconds(), standard.verifyDays(), Policy.Compression.NONE,
                new BandwidthSchedule(SLOW, List.of(), standard.zone()), List.of(), standard.zone(), null));
    }

    @AfterAll
    static void end() {
        connection.close();
        deployment.close();
    }

    @BeforeEach
    void open() {
        console = new ConsoleStage(kept);
    }

    @AfterEach
    void close() {
        console.close();
    }

    private static <T> T asked(Callable<T> question) {
        try {
            return question.call();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A job that will not be over soon. */
    private static long copying() throws IOException {
        return deployment.protection().enable(db, new EnableRequest(slow.id(), null, null, List.of()));
    }

    private void tab(String id) {
        TabPane tabs = (TabPane) console.node(".tab-pane").orElseThrow();
        ConsoleStage.get(() -> {
            tabs.getTabs().stream().filter(tab -> id.equals(tab.getId())).findFirst()
                    .ifPresent(tabs.getSelectionModel()::select);
            return null;
        });
    }

    private void select(String table, String id) {
        console.until(table + " is shown", () -> console.sees(table));
        DataTable<?> rows = (DataTable<?>) console.node(table).orElseThrow();
        console.until("the row is there", () -> ConsoleStage.get(() -> {
            rows.select(List.of(id));
            return rows.selectedProperty().get().contains(id);
        }));
    }

    private void choose(String box, int place) {
        ComboBox<?> combo = (ComboBox<?>) console.node(box).orElseThrow();
        ConsoleStage.get(() -> {
            combo.getSelectionModel().select(place);
            return null;
        });
    }

    @Test
    void aUserIsAdded() throws IOException {
        console.signIn(deployment);
        console.go(Screen.SETTINGS, "");
        console.until("settings are shown", () -> console.sees(".tab-pane"));
        tab("users-tab");
        console.until("users can be added", () -> console.sees("#action-add-user"));
        console.press("#action-add-user");
        console.until("it is asked who", () -> console.sees("#user-name"));
        console.type("#user-name", "admin");
        assertThat(console.reads("There is admin already.")).isTrue();
        console.type("#user-name", "eve");
        console.type("#user-password", "correct horse battery");
        console.type("#user-password-again", "correct horse battery");
        console.press("#dialog-confirm");
        console.until("the list has the user", () -> console.reads("eve") && !console.sees("#dialog-confirm"));
        assertThat(deployment.security().users().users())
                .anyMatch(user -> user.name().equals("eve") && user.role() == Role.VIEWER);
    }

    @Test
    void aNetworkIsMapped() throws IOException {
        console.signIn(deployment);
        Site home = deployment.inventory().put(new Site(null, "Frankfurt", SiteKind.PRIMARY));
        Site away = deployment.inventory().put(new Site(null, "Munich", SiteKind.SECONDARY));
        Network lan = deployment.inventory().put(new Network(null, home.id(), "lan", null, null));
        Network target = deployment.inventory().put(new Network(null, away.id(), "prod", null, null));
        console.go(Screen.NETWORKS, "");
        select("#networks-table", lan.id().toString());
        console.until("it is not mapped yet", () -> console.reads("nobody has said"));
        console.press("#action-map-network");
        console.until("it is asked what takes its place", () -> console.sees("#network-production"));
        choose("#network-production", 1);
        console.press("#dialog-confirm");
        console.until("the network is mapped", () -> asked(() -> deployment.inventory().networks()).stream()
                .anyMatch(each -> each.id().equals(lan.id()) && target.id().equals(each.production())));
        console.until("the matrix shows it", () -> console.reads("prod · Munich"));
    }

    @Test
    void aPolicyIsChangedOnceItsCostsWereSeen() throws IOException {
        console.signIn(deployment);
        console.go(Screen.POLICIES, "");
        select("#policies-table", standard.id().toString());
        console.press("#action-edit-policy");
        console.until("the policy is edited", () -> console.sees("#policy-rpo"));
        console.type("#policy-rpo", "1");
        assertThat(console.reads("Something is wrong with a field below.")).isTrue();
        console.type("#policy-rpo", "1234");
        assertThat(console.node("#policy-save").orElseThrow().isDisabled()).isTrue();
        console.press("#policy-dry-run");
        console.until("its costs are shown", () -> console.sees("#policy-preview"));
        assertThat(console.reads("1234")).as("what is other than before").isTrue();
        console.press("#policy-save");
        console.until("the policy is changed",
                () -> asked(() -> deployment.policies().policy(standard.id())).rpoWarningSeconds() == 1234);
    }

    @Test
    void aJobIsCancelledAndWhatBecomesOfItIsSaidBefore() throws IOException {
        console.signIn(deployment);
        long number = copying();
        console.go(Screen.JOBS, "");
        select("#jobs-table", Long.toString(number));
        console.press("#action-cancel-job");
        console.until("it is said what becomes of it", () -> console.reads("The machine is unprotected again"));
        console.press("#dialog-confirm");
        assertThat(deployment.over(number).state()).isEqualTo(JobState.CANCELLED);
        assertThat(deployment.protection().protection(db).state()).isEqualTo(ProtectionState.UNPROTECTED);
        console.go(Screen.JOB, Long.toString(number));
        console.until("its page says that it was cancelled", () -> console.reads("cancelled"));
    }

    @Test
    void anAlertIsTakenNoteOf() throws IOException {
        console.signIn(deployment);
        var health = new HealthClient(connection);
        Thresholds usual = health.thresholds();
        health.set(new Thresholds(usual.rpoWarningPercent(), usual.spoolWarningPercent(), usual.missedReports(),
                usual.silentMinutes(), usual.skewSeconds(), usual.churnBytesPerSecond(), usual.busyWarningPercent(),
                usual.busyCriticalPercent(), 99, usual.freeCriticalPercent(), usual.fullPercent(),
                usual.cacheWarningPercent(), usual.cacheCriticalPercent(), usual.certificateWarningDays(),
                usual.certificateCriticalDays()));
        var alerts = new AlertClient(connection);
        console.until("an alert is raised",
                () -> !asked(() -> alerts.alerts(AlertClient.Filter.OPEN, null, 1)).items().isEmpty());
        long id = alerts.alerts(AlertClient.Filter.OPEN, null, 1).items().getFirst().id();
        console.go(Screen.ALERTS, "");
        select("#alerts-table", Long.toString(id));
        console.press("#action-acknowledge-alert");
        console.until("a note can be given", () -> console.sees("#alert-note"));
        console.type("#alert-note", "the disk is ordered");
        console.press("#dialog-confirm");
        console.until("it is noted", () -> asked(() -> alerts.alerts(AlertClient.Filter.OPEN, null, 500)).items()
                .stream().anyMatch(alert -> alert.id() == id && alert.acknowledged() != null));
        console.until("the list says by whom", () -> console.reads("noted by admin"));
    }

    @Test
    void aMachineIsProtectedWithoutAMouse() throws IOException {
        deployment.machine("web", Map.of("data", Files.write(folder.resolve("web.raw"), new byte[1 << 20])));
        UUID web = deployment.known("web").id();
        console.signIn(deployment);
        var person = new KeyboardPerson(console);
        person.press(KeyCode.CONTROL, KeyCode.K);
        person.type("web");
        console.until("the machine is found", () -> console.reads("Machine · "));
        person.press(KeyCode.ENTER);
        console.until("its page is shown", () -> console.node("#action-protect").isPresent());
        person.tabTo("action-protect");
        person.press(KeyCode.SPACE);
        console.until("the wizard has the keyboard", () -> person.at().equals("protect-filter"));
        person.press(KeyCode.ALT, KeyCode.N);
        person.press(KeyCode.ALT, KeyCode.N);
        person.press(KeyCode.ALT, KeyCode.B);
        console.until("the servers are offered again", () -> console.sees("#protect-master-target"));
        person.press(KeyCode.ALT, KeyCode.N);
        person.press(KeyCode.ALT, KeyCode.N);
        console.until("the policies are offered", () -> console.sees("#protect-policy-group"));
        person.press(KeyCode.ALT, KeyCode.N);
        console.until("the server has looked at all of it", () -> console.reads("has room for web"));
        person.press(KeyCode.ALT, KeyCode.N);
        assertThat(person.at()).as("what Enter would do").isEqualTo("wizard-cancel");
        person.tabTo("wizard-deed");
        person.press(KeyCode.SPACE);
        console.until("it is protected", () -> asked(() -> deployment.protection().protection(web))
                .state() == ProtectionState.PROTECTED);
        pausingIsThoughtBetterOf(person, web);
        theListIsFilteredAndCopied(person);
    }

    private void pausingIsThoughtBetterOf(KeyboardPerson person, UUID web) throws IOException {
        console.go(Screen.MACHINE, web.toString());
        console.until("it can be paused", () -> console.node("#action-pause").isPresent());
        person.tabTo("action-pause");
        person.press(KeyCode.SPACE);
        console.until("the dialog is shown", () -> console.sees("#wizard-deed"));
        person.press(KeyCode.ESCAPE);
        assertThat(console.sees("#wizard-deed")).isFalse();
        assertThat(person.at()).as("where the keyboard was before").isEqualTo("action-pause");
        assertThat(deployment.protection().protection(web).state()).isEqualTo(ProtectionState.PROTECTED);
    }

    private void theListIsFilteredAndCopied(KeyboardPerson person) {
        person.press(KeyCode.CONTROL, KeyCode.DIGIT3);
        console.until("both machines are listed", () -> lines().size() == 3);
        person.press(KeyCode.CONTROL, KeyCode.F);
        person.type("web");
        console.until("one is left", () -> lines().size() == 2);
        assertThat(lines().getLast()).contains("web").contains("Protected");
        person.tabToA(TableView.class);
        person.press(KeyCode.HOME);
        person.press(KeyCode.CONTROL, KeyCode.C);
        assertThat(ConsoleStage.get(() -> Clipboard.getSystemClipboard().getString())).contains("web\t")
                .doesNotContain("\n");
        person.press(KeyCode.ENTER);
        console.until("its page is shown", () -> console.sees("#machine-actions"));
        person.press(KeyCode.ALT, KeyCode.LEFT);
        console.until("the list is shown again", () -> console.sees("#machines-table"));
    }

    /** Of the list as it would be written to a file. */
    private List<String> lines() {
        return console.node("#machines-table").map(table -> ConsoleStage.get(((DataTable<?>) table)::csv)).orElse("")
                .lines().toList();
    }

    @Test
    void whoMayOnlyLookCanDoNothingAndIsToldWhy() throws IOException {
        deployment.security().add(new NewUser("viewer", Role.VIEWER, PASSWORD));
        UUID plan = deployment.plans().add(new Plan("Shop", null, null, null,
                List.of(new PlanGroup("1", null, List.of(db), null)))).id();
        Network lan = deployment.inventory()
                .put(new Network(null, deployment.inventory().sites().getFirst().id(), "dmz", null, null));
        long job = copying();
        try {
            console.signIn(deployment.address(), deployment.authority(), "viewer", PASSWORD);
            console.until("the dashboard is shown", () -> console.sees("#sidebar-dashboard"));
            var viewer = new Onlooker(console);
            everyScreen(viewer, plan, lan, job);
            assertThat(viewer.usable()).isNotEmpty()
                    .allMatch(each -> HARMLESS.stream().anyMatch(each::matches));
            assertThat(viewer.unexplained()).isEmpty();
            assertThat(viewer.refused()).hasSizeGreaterThan(30)
                    .allMatch(each -> each.contains("; you have the role viewer."));
            theServerRefusesHimToo(plan, job);
        } finally {
            deployment.activity().cancel(job);
            deployment.over(job);
        }
    }

    private void everyScreen(Onlooker viewer, UUID plan, Network lan, long job) throws IOException {
        viewer.lookAt(Screen.DASHBOARD, "", "#content .card");
        viewer.lookAt(Screen.TOPOLOGY, "", "#asTable");
        viewer.lookAt(Screen.MACHINES, "", "#machines-table");
        selected(viewer, Screen.MACHINES, "#machines-table", db.toString());
        viewer.lookAt(Screen.MACHINE, db.toString(), "#machine-actions");
        viewer.lookAt(Screen.PLANS, "", "#plan-" + plan);
        assertThat(console.reads("; you have the role viewer.")).as("why no plan can be made").isTrue();
        viewer.lookAt(Screen.PLAN, plan.toString(), "#machine-" + db);
        assertThat(console.node("#plan-why")).isPresent();
        viewer.lookAt(Screen.JOBS, "", "#jobs-table");
        selected(viewer, Screen.JOBS, "#jobs-table", Long.toString(job));
        viewer.lookAt(Screen.JOB, Long.toString(job), "#action-cancel-job");
        viewer.lookAt(Screen.ALERTS, "", "#alerts-table");
        viewer.lookAt(Screen.POLICIES, "", "#policies-table");
        selected(viewer, Screen.POLICIES, "#policies-table", standard.id().toString());
        viewer.lookAt(Screen.INFRASTRUCTURE, "", "#sites-table");
        tab("sites-tab");
        selected(viewer, Screen.INFRASTRUCTURE, "#sites-table", lan.site().toString());
        tab("servers-tab");
        selected(viewer, Screen.INFRASTRUCTURE, "#servers-table", "master-target/master-target");
        tab("agents-tab");
        selected(viewer, Screen.INFRASTRUCTURE, "#agents-table", db.toString());
        viewer.lookAt(Screen.INSTALLATIONS, "", "#installations-table");
        viewer.lookAt(Screen.NETWORKS, "", "#networks-table");
        tab("mapping-tab");
        selected(viewer, Screen.NETWORKS, "#networks-table", lan.id().toString());
        viewer.lookAt(Screen.SETTINGS, "", "#content .tab-pane");
    }

    private void selected(Onlooker viewer, Screen screen, String table, String id) {
        select(table, id);
        viewer.look(screen);
    }

    private static void theServerRefusesHimToo(UUID plan, long job) throws IOException {
        var here = new Profile("here", deployment.address(), deployment.authority(), "viewer", Environment.PRODUCTION);
        try (Session viewer = Session.signIn(here, "viewer", PASSWORD)) {
            for (ThrowingCallable deed : List.<ThrowingCallable>of(() -> viewer.protection().pause(db),
                    () -> viewer.protection().verify(db), () -> viewer.protection().bookmark(db, "mine"),
                    () -> viewer.failovers().order(db, FailoverRequest.of(FailoverKind.TEST, "latest")),
                    () -> viewer.failovers().order(db, FailoverRequest.of(FailoverKind.UNPLANNED, "latest")),
                    () -> viewer.activity().cancel(job), () -> viewer.plans().remove(plan),
                    () -> viewer.policies().remove(slow.id()),
                    () -> viewer.inventory().put(new Site(null, "Bonn", SiteKind.PRIMARY)),
                    () -> viewer.security().setRole("viewer", Role.ADMIN),
                    () -> viewer.security().users())) {
                assertThatExceptionOfType(TransferException.Refused.class).isThrownBy(deed)
                        .satisfies(refused -> assertThat(refused.code()).isEqualTo(ProblemCode.NOT_ALLOWED));
            }
        }
    }
}

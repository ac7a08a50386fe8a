package secondsite.drill.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.client.TransferException;
import secondsite.api.recovery.Failover;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.FailoverState;
import secondsite.api.replication.ProtectionState;
import secondsite.api.security.NewUser;
import secondsite.api.security.Role;
import secondsite.app.navigation.Screen;
import secondsite.drill.failover.TwoSites;
import secondsite.drill.management.ManagedDeployment;
import secondsite.drill.tools.Patience;
import secondsite.drill.tools.Shell;

/** A real guest goes to the other site and is protected there, by clicking; a viewer can click none of it. */
@Timeout(900)
class FailoverByClickingTest {

    private static final String VIEWER = "v.iewer";
    private static final String PASSWORD = "correct horse battery";
    private static final List<String> DEEDS = List.of("test-failover", "clean-up", "planned-failover",
            "unplanned-failover", "change-point", "commit", "cancel-failover", "reverse", "complete-migration");

    @TempDir
    private Path folder;
    private TwoSites sites;
    private ConsoleStage console;
    private WizardPerson person;

    @BeforeEach
    void start() throws Exception {
        sites = new TwoSites(ManagedDeployment.Start.PLAIN, true);
        console = new ConsoleStage(folder);
        person = new WizardPerson(console);
    }

    @AfterEach
    void end() {
        if (console != null) {
            console.close();
        }
        if (sites != null) {
            sites.close();
        }
    }

    @Test
    void aGuestIsTestedMovedKeptAndProtectedWhereItRuns() throws Exception {
        console.signIn(sites.deployment);
        test();
        moved();
        kept();
        reversed();
        aViewerCanDoNoneOfIt();
    }

    private void test() {
        person.begin(sites.web, "test-failover");
        person.next();
        person.next();
        person.next();
        person.order();
        Failover test = awaitState(FailoverKind.TEST, FailoverState.RUNNING);
        assertThat(test.who()).isEqualTo("admin");

        person.begin(sites.web, "clean-up");
        person.press("#result-passed");
        person.next();
        person.deed();
        assertThat(awaitState(FailoverKind.TEST, FailoverState.CLEANED).notes()).startsWith("Passed");
    }

    private void moved() {
        person.begin(sites.web, "planned-failover");
        person.next();
        person.next();
        person.next();
        person.next();
        person.order();
        awaitState(FailoverKind.PLANNED, FailoverState.COMMIT_PENDING);
    }

    private void kept() {
        // It can be kept as soon as nothing works on it any more: then its probes have answered.
        person.begin(sites.web, "commit");
        assertThat(newest(FailoverKind.PLANNED).orElseThrow().works()).isTrue();
        assertThat(person.order("web")).as("committed without the name").isFalse();
        awaitState(FailoverKind.PLANNED, FailoverState.COMMITTED);
    }

    private void reversed() {
        person.begin(sites.web, "reverse");
        person.choose("#reverse-agent", TwoSites.THERE);
        person.choose("#reverse-process-server", TwoSites.GATEWAY_THERE);
        person.choose("#reverse-master-target", TwoSites.HOME);
        person.next();
        person.next();
        person.order();
        sites.awaitState(ProtectionState.PROTECTED);
    }

    /** What the administrator could do a moment ago. */
    private void aViewerCanDoNoneOfIt() throws Exception {
        console.go(Screen.MACHINE, sites.web.toString());
        console.until("the administrator can test", () -> person.can("#action-test-failover"));
        console.close();
        ManagedDeployment deployment = sites.deployment;
        deployment.security().add(new NewUser(VIEWER, Role.VIEWER, PASSWORD));
        console = new ConsoleStage(folder.resolve(VIEWER));
        console.signIn(deployment.address(), deployment.authority(), VIEWER, PASSWORD);
        console.until("the dashboard is shown", () -> console.sees("#sidebar-dashboard"));
        console.go(Screen.MACHINE, sites.web.toString());
        console.until("the machine is shown", () -> console.sees("#machine-actions"));
        var viewer = new WizardPerson(console);
        assertThat(DEEDS).noneMatch(deed -> viewer.can("#action-" + deed));
    }

    private Failover awaitState(FailoverKind kind, FailoverState state) {
        try {
            Patience.until("the failover is " + state, ManagedDeployment.LONG,
                    () -> newest(kind).filter(failover -> failover.state() == state).isPresent());
        } catch (Shell.Failure e) {
            throw new AssertionError(e.getMessage() + ": " + newest(kind), e);
        }
        return newest(kind).orElseThrow();
    }

    private Optional<Failover> newest(FailoverKind kind) {
        try {
            return sites.failovers().failovers(sites.web, false).stream().filter(each -> each.kind() == kind)
                    .findFirst();
        } catch (TransferException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package secondsite.drill.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.client.TransferException;
import secondsite.api.host.Probe;
import secondsite.api.plan.KnownPlan;
import secondsite.api.plan.PlanRun;
import secondsite.api.plan.PlanRunState;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.RecoverySettings;
import secondsite.api.replication.EnableRequest;
import secondsite.app.navigation.Screen;
import secondsite.drill.management.ManagedDeployment;
import secondsite.drill.tools.CleanUp;
import secondsite.server.hypervisor.Guest;

/** A machine that boots is seen in the topology, put into a plan, and tested by it: all of it by the window, with real programs. */
class PlanConsoleTest {

    private final CleanUp cleanUp = new CleanUp();

    @TempDir
    private Path kept;
    private ManagedDeployment deployment;
    private ConsoleStage console;
    private UUID web;

    @BeforeEach
    void start() throws Exception {
        Path folder = cleanUp.folder();
        deployment = ManagedDeployment.hosting(folder, "directory: machines\naccelerated: false",
                ManagedDeployment.Start.PLAIN);
        cleanUp.later(deployment::close);
        deployment.machine("web", Map.of("root", Guest.disk(folder.resolve("web.raw"), "64M")));
        web = deployment.known("web").id();
        deployment.failovers().set(web, new RecoverySettings(Guest.MEMORY_MEBIBYTES, 1, Guest.boot(""), null, null,
                List.of(new Probe.Console("secondsite-guest: ", 120)), 60));
        deployment.done(deployment.protection().enable(web, new EnableRequest(null, null, null, List.of())));
        console = new ConsoleStage(kept);
        cleanUp.later(console::close);
        console.signIn(deployment);
    }

    @AfterEach
    void end() {
        cleanUp.close();
    }

    @Test
    void aMachineIsSeenPutIntoAPlanTestedAndCleanedUp() throws Exception {
        theTopologyShowsTheMachineAndItsWay();
        KnownPlan plan = aPlanIsMade();
        PlanRun run = theTestRuns(plan);
        theCopiesAreRemoved(run);
    }

    private void theTopologyShowsTheMachineAndItsWay() {
        console.go(Screen.TOPOLOGY, "");
        console.press("#asTable");
        console.until("the table shows the machine", () -> choose(web));
        console.until("it is said over which servers it goes",
                () -> console.reads("process-server → master-target"));
    }

    /** Chooses the line of that machine. */
    private boolean choose(UUID machine) {
        return console.node("#topology-table").map(node -> ConsoleStage.get(() -> choose((TreeTableView<?>) node,
                machine))).orElse(false);
    }

    private static <T> boolean choose(TreeTableView<T> table, UUID machine) {
        for (int i = 0; i < table.getExpandedItemCount(); i++) {
            TreeItem<T> line = table.getTreeItem(i);
            if (line.getValue().toString().contains(machine.toString())) {
                table.getSelectionModel().select(line);
                return true;
            }
        }
        return false;
    }

    private KnownPlan aPlanIsMade() throws IOException {
        console.go(Screen.PLANS, "");
        console.press("#create");
        console.until("the editor is shown", () -> console.sees("#machine-" + web));
        console.type("#name", "-");
        console.until("the message stands beside the field", () -> console.reads("Begin with a letter or a digit."));
        console.type("#name", "Shop");
        key("#machine-" + web, KeyCode.ENTER);
        console.until("it can be kept", () -> enabled("#save"));
        console.press("#save");
        console.until("the plan can be tested", () -> enabled("#test"));
        KnownPlan plan = deployment.plans().plans().plans().getFirst();
        assertThat(plan.plan().name()).isEqualTo("Shop");
        assertThat(plan.plan().groups()).singleElement().satisfies(
                group -> assertThat(group.machines()).containsExactly(web));
        return plan;
    }

    private PlanRun theTestRuns(KnownPlan plan) throws IOException {
        console.press("#test");
        console.until("the dry run is shown", () -> console.reads("1. web"));
        assertThat(enabled("#go")).as("before it is understood what follows").isFalse();
        assertThat(deployment.plans().runs(plan.id()).runs()).as("a dry run does nothing").isEmpty();
        console.press("#read");
        console.until("it may begin", () -> enabled("#go"));
        console.press("#go");
        console.until("the run is shown until it is over", () -> console.reads("test still running"));
        PlanRun run = deployment.plans().one(deployment.plans().runs(plan.id()).runs().getFirst().id());
        assertThat(run.request().kind()).isEqualTo(FailoverKind.TEST);
        assertThat(run.state()).isEqualTo(PlanRunState.DONE);
        assertThat(run.wentWell()).isTrue();
        console.until("its step is shown as done", () -> console.reads("works: "));
        return run;
    }

    private void theCopiesAreRemoved(PlanRun run) {
        console.press("#clean");
        console.press("#dialog-confirm");
        console.until("they are removed", () -> cleaned(run.id()));
        console.until("the run counts as done", () -> !console.reads("test still running"));
    }

    private boolean cleaned(UUID run) {
        try {
            return deployment.plans().one(run).cleaned() != null;
        } catch (TransferException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean enabled(String selector) {
        return console.node(selector).map(node -> ConsoleStage.get(() -> !node.isDisabled())).orElse(false);
    }

    private void key(String selector, KeyCode code) {
        Node node = console.node(selector).orElseThrow(() -> new AssertionError("there is no " + selector));
        ConsoleStage.get(() -> {
            Event.fireEvent(node, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false));
            return null;
        });
    }
}

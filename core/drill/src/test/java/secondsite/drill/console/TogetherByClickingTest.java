package secondsite.drill.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javafx.scene.control.Labeled;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.client.TransferException;
import secondsite.api.recovery.Failover;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.FailoverState;
import secondsite.api.recovery.RecoverySettings;
import secondsite.api.replication.EnableRequest;
import secondsite.app.control.table.DataTable;
import secondsite.app.navigation.Screen;
import secondsite.drill.management.ManagedDeployment;
import secondsite.drill.tools.CleanUp;

/** Several machines that are chosen in the list go through one wizard, at a real server with a real host. */
@Timeout(600)
class TogetherByClickingTest {

    private static final int DISK_BYTES = 4 << 20;
    private static final int MEMORY_MEBIBYTES = 64;

    private final CleanUp cleanUp = new CleanUp();
    private final List<UUID> machines = new ArrayList<>();

    @TempDir
    private Path kept;
    private ManagedDeployment deployment;
    private ConsoleStage console;
    private WizardPerson person;

    @BeforeEach
    void start() throws Exception {
        Path folder = cleanUp.folder();
        deployment = ManagedDeployment.hosting(folder, "directory: machines\naccelerated: false",
                ManagedDeployment.Start.PLAIN);
        cleanUp.later(deployment::close);
        for (String name : List.of("erp-01", "mail-01")) {
            deployment.machine(name,
                    Map.of("system", Files.write(folder.resolve(name + ".raw"), new byte[DISK_BYTES])));
            UUID machine = deployment.known(name).id();
            // Without a system on its disk it needs no more than to be on.
            deployment.failovers().set(machine,
                    new RecoverySettings(MEMORY_MEBIBYTES, 1, null, null, null, List.of(), null));
            deployment.done(deployment.protection().enable(machine, new EnableRequest(null, null, null, List.of())));
            machines.add(machine);
        }
        console = new ConsoleStage(kept);
        cleanUp.later(console::close);
        console.signIn(deployment);
        person = new WizardPerson(console);
    }

    @AfterEach
    void end() {
        cleanUp.close();
    }

    @Test
    void theyAreTestedAndFailedOverEachByAJobOfItsOwn() throws Exception {
        begin("test-failover");
        person.next();
        person.next();
        person.next();
        person.press("#wizard-state");
        seesJobsDone();
        List<Failover> tests = await(FailoverKind.TEST, FailoverState.RUNNING);
        assertThat(tests).extracting(Failover::who).containsOnly("admin");
        for (Failover test : tests) {
            deployment.done(deployment.failovers().clean(test.id(), "").job());
        }

        begin("unplanned-failover");
        person.press("#cause-site");
        person.next();
        person.next();
        person.press("#source-made-sure");
        person.next();
        person.next();
        person.next();
        person.press("#wizard-state");
        assertThat(person.can("#wizard-deed")).as("ordered without saying how many").isFalse();
        console.type("#wizard-name", "2 machines");
        seesJobsDone();
        List<Failover> moved = await(FailoverKind.UNPLANNED, FailoverState.COMMIT_PENDING);
        assertThat(moved).extracting(Failover::job).doesNotHaveDuplicates();
    }

    private void begin(String deed) {
        console.go(Screen.MACHINES, "");
        console.until("the machines are listed", () -> console.sees("#machines-table"));
        var table = (DataTable<?>) console.node("#machines-table").orElseThrow();
        console.until("both can be chosen", () -> {
            ConsoleStage.get(() -> {
                table.select(machines.stream().map(UUID::toString).toList());
                return null;
            });
            return person.can("#action-" + deed);
        });
        console.press("#action-" + deed);
        console.until("the wizard is open", () -> console.sees("#wizard-cancel"));
    }

    /** Orders it, and stays until the window that shows both jobs shows them as done. */
    private void seesJobsDone() {
        person.press("#wizard-deed");
        console.until("both jobs are done", () -> ConsoleStage.get(() -> console.stage().getScene().getRoot()
                .lookupAll(".label").stream()
                .filter(label -> ((Labeled) label).getText().matches("Job \\d+: done")).count()) == machines.size());
        console.press("#wizard-deed");
        console.until("the window is closed", () -> !console.sees("#wizard-deed"));
    }

    /** One of that kind for each machine, in that state. */
    private List<Failover> await(FailoverKind kind, FailoverState state) {
        console.until("all are " + state, () -> failovers(kind, state).size() == machines.size());
        return failovers(kind, state);
    }

    private List<Failover> failovers(FailoverKind kind, FailoverState state) {
        var found = new ArrayList<Failover>();
        for (UUID machine : machines) {
            try {
                deployment.failovers().failovers(machine, false).stream()
                        .filter(each -> each.kind() == kind && each.state() == state).forEach(found::add);
            } catch (TransferException e) {
                throw new UncheckedIOException(e);
            }
        }
        return found;
    }
}

package secondsite.drill.console;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javafx.scene.control.CheckBox;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioButton;
import secondsite.api.client.FailoverClient;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.FailoverRequest;
import secondsite.api.recovery.OrderedFailover;
import secondsite.api.recovery.RecoverySettings;
import secondsite.app.control.table.DataTable;
import secondsite.app.fx.Language;
import secondsite.app.navigation.Screen;
import secondsite.drill.management.ManagedDeployment;
import secondsite.drill.tools.Patience;

/** The wizards of machines, step by step, upon machines that are where such a wizard begins. */
final class WizardPictures {

    /** Takes pictures of what is seen. */
    interface Camera {
        void take(String name, Language spoken) throws IOException;
    }

    private static final int MEMORY_MEBIBYTES = 64;
    private static final int MOST_STEPS = 8;
    private static final int MOST_TRIED = 20;
    private static final long POLL_MILLIS = 250;
    private static final long SETTLING_MILLIS = 300;
    private static final List<String> BEFORE = List.of("pause", "bookmark", "set-policy", "group", "disable",
            "test-failover", "planned-failover", "unplanned-failover");
    private static final List<String> TOGETHER = List.of("test-failover", "planned-failover", "unplanned-failover");
    private static final Map<String, String> TYPED = Map.of("#bookmark-label", "before the update", "#group-name",
            "ERP", "#disable-reason", "the machine is retired");
    private static final List<String> ANSWERS = List.of("#cause-site", "#result-passed", "#shut-down-off");

    private final ManagedDeployment deployment;
    private final ConsoleStage console;
    private final Camera camera;

    WizardPictures(ManagedDeployment deployment, ConsoleStage console, Camera camera) {
        this.deployment = deployment;
        this.console = console;
        this.camera = camera;
    }

    /** Their disks have no system; they need no more than to be on. */
    void prepare(UUID machine) throws IOException {
        deployment.failovers().set(machine,
                new RecoverySettings(MEMORY_MEBIBYTES, 1, null, null, null, List.of(), null));
    }

    /** @param tested machine that is tested @param moved one that is brought up at the other site for good */
    void take(UUID tested, UUID moved) throws IOException {
        for (String deed : BEFORE) {
            walk(tested, deed);
        }
        for (String deed : TOGETHER) {
            together(List.of(tested, moved), deed);
        }
        done(FailoverRequest.of(FailoverKind.TEST, "latest"), tested);
        OrderedFailover failover = done(FailoverRequest.of(FailoverKind.UNPLANNED, "latest"), moved);
        walk(tested, "clean-up");
        for (String deed : List.of("change-point", "commit", "cancel-failover")) {
            walk(moved, deed);
        }
        console.go(Screen.DASHBOARD, "");
        camera.take("dashboard-banners", Language.ENGLISH);
        deployment.done(deployment.failovers().commit(failover.failover()).job());
        walk(moved, "reverse");
        walk(moved, "complete-migration");
    }

    private OrderedFailover done(FailoverRequest request, UUID machine) throws IOException {
        FailoverClient failovers = deployment.failovers();
        OrderedFailover ordered = failovers.order(machine, request);
        deployment.done(ordered.job());
        return ordered;
    }

    /** In each language, as a language that is chosen begins the wizard anew. */
    private void walk(UUID machine, String deed) throws IOException {
        for (Language language : Language.values()) {
            console.speak(language);
            console.go(Screen.MACHINE, machine.toString());
            offer(deed);
            console.until("the wizard is open", () -> console.sees("#wizard-cancel"));
            steps(deed, language);
            console.press("#wizard-cancel");
        }
        console.speak(Language.ENGLISH);
    }

    /** By the list, in which several are chosen. */
    private void together(List<UUID> machines, String deed) throws IOException {
        for (Language language : Language.values()) {
            console.speak(language);
            console.go(Screen.MACHINES, "");
            console.until("the machines are listed", () -> console.sees("#machines-table"));
            DataTable<?> table = (DataTable<?>) console.node("#machines-table").orElseThrow();
            ConsoleStage.get(() -> {
                table.select(machines.stream().map(UUID::toString).toList());
                return null;
            });
            console.until(deed + " can be begun", () -> enabled("#action-" + deed));
            camera.take("machines-several", language);
            console.press("#action-" + deed);
            console.until("the wizard is open", () -> console.sees("#wizard-cancel"));
            steps(deed + "-together", language);
            console.press("#wizard-cancel");
        }
        console.speak(Language.ENGLISH);
    }

    /** On the page itself, or in its menu. */
    private void offer(String deed) {
        String button = "#action-" + deed;
        console.until(deed + " can be begun", () -> enabled(button) || item(deed).isPresent());
        if (enabled(button)) {
            console.press(button);
        } else {
            MenuItem item = item(deed).orElseThrow();
            ConsoleStage.get(() -> {
                item.fire();
                return null;
            });
        }
    }

    private boolean enabled(String selector) {
        return console.node(selector).filter(node -> ConsoleStage.get(() -> !node.isDisabled())).isPresent();
    }

    private Optional<MenuItem> item(String deed) {
        String name = ConsoleStage.get(() -> console.surroundings().texts().text("action." + deed + ".name"));
        return console.node("#machine-actions").flatMap(menu -> ConsoleStage.get(
                () -> ((MenuButton) menu).getItems().stream()
                        .filter(item -> !item.isDisable() && item.getText().equals(name)).findFirst()));
    }

    private void steps(String deed, Language language) throws IOException {
        for (int step = 1; step <= MOST_STEPS; step++) {
            answer();
            // What a step asks the server is answered by then.
            Patience.pause(SETTLING_MILLIS);
            camera.take("wizard-" + deed + "-" + step, language);
            if (!console.sees("#wizard-next") || !next()) {
                return;
            }
        }
    }

    /** What cannot be left open. */
    private void answer() {
        for (String answer : ANSWERS) {
            console.node(answer).ifPresent(node -> ConsoleStage.get(() -> {
                ((RadioButton) node).setSelected(true);
                return null;
            }));
        }
        TYPED.forEach((field, text) -> console.node(field).ifPresent(_ -> console.type(field, text)));
        if (console.node("#source-made-sure").filter(box -> !((CheckBox) box).isSelected()).isPresent()) {
            console.press("#source-made-sure");
        }
    }

    /** @return whether the step could be left */
    private boolean next() {
        String before = step();
        for (int tried = 0; tried < MOST_TRIED && step().equals(before); tried++) {
            console.press("#wizard-next");
            Patience.pause(POLL_MILLIS);
        }
        return !step().equals(before);
    }

    private String step() {
        return console.node(".wizard-step.now").map(node -> ConsoleStage.get(node::getAccessibleText)).orElse("");
    }
}

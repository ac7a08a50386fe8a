package secondsite.drill.installing;

import static org.assertj.core.api.Assertions.assertThat;
import static secondsite.server.process.push.SshMachine.PASSWORD;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TextArea;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.client.InventoryClient;
import secondsite.api.security.NewUser;
import secondsite.api.security.Role;
import secondsite.api.security.TokenRequest;
import secondsite.app.control.table.DataTable;
import secondsite.app.navigation.Screen;
import secondsite.drill.console.ConsoleStage;
import secondsite.server.process.push.SshMachine;

/** Agents as somebody at the console brings and removes them: a real server, a real OpenSSH server, the real agent. */
@Timeout(400)
class AgentsByClickingTest {

    private static final String OURS = "correct horse battery";

    @TempDir
    private Path folder;
    private SshMachine web;
    private SshDeployment deployment;
    private ConsoleStage console;
    private String action = "";

    @BeforeEach
    void start() throws IOException {
        web = SshMachine.start("256M", LinkedPackage.seen());
        deployment = new SshDeployment(Files.createDirectories(folder.resolve("deployment")), List.of(web));
        LinkedPackage.deb(deployment.packages(), "1.0", 100_000);
        deployment.security().add(new NewUser("eve", Role.ADMIN, OURS));
        console = new ConsoleStage(Files.createDirectories(folder.resolve("kept")));
        console.signIn(deployment.address(),
                deployment.security().token(new TokenRequest("agent", "nobody", 1)).authority(), "eve", OURS);
        console.until("the dashboard is shown", () -> console.sees("#sidebar-dashboard"));
    }

    @AfterEach
    void end() throws IOException {
        if (console != null) {
            console.close();
        }
        if (deployment != null) {
            deployment.close();
        }
        if (web != null) {
            web.close();
        }
    }

    private String version() throws IOException {
        return web.shell("dpkg-query -W -f '${db:Status-Status} ${Version}' secondsite-agent 2>/dev/null || true");
    }

    private void begin(String wanted) {
        action = wanted;
        console.go(Screen.INFRASTRUCTURE, "agents");
        console.until("agents are listed", () -> console.sees("#agents-table"));
        if (!"add-agents".equals(action)) {
            console.until("the agent can be chosen", () -> selected() && enabled("#action-" + action));
        }
        console.press("#action-" + action);
        console.until("the wizard is open", () -> console.sees("#wizard-cancel"));
    }

    private boolean selected() {
        try {
            List<String> ids = deployment.inventory().machines(InventoryClient.Search.ALL, null, 10).items().stream()
                    .map(each -> each.id().toString()).toList();
            DataTable<?> table = (DataTable<?>) console.node("#agents-table").orElseThrow();
            return ConsoleStage.get(() -> {
                table.select(ids);
                return !table.selectedProperty().get().isEmpty();
            });
        } catch (IOException _) {
            return false;
        }
    }

    /** With -Dpictures=FOLDER what is seen is kept. */
    private void picture(String name) {
        Optional.of(System.getProperty("pictures", "")).filter(to -> !to.isEmpty()).ifPresent(to -> {
            try {
                console.keep(Files.createDirectories(Path.of(to)).resolve(action + "-" + name + ".png"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private boolean enabled(String button) {
        return console.node(button).filter(node -> ConsoleStage.get(() -> !node.isDisabled())).isPresent();
    }

    private void signInOnMachine() {
        console.press("#wizard-next");
        console.until("it is asked who signs in", () -> console.sees("#install-user"));
        console.type("#install-user", "admin");
        console.type("#install-password", PASSWORD);
        console.press("#wizard-next");
        console.until("the server is asked for", () -> console.sees("#install-server"));
        console.press("#wizard-next");
        console.until("the machine is looked at", () -> console.sees("#install-checked"));
        picture("checks");
    }

    /** When the checks let somebody pass. */
    private void order() {
        console.until("the checks are passed", () -> {
            if (console.sees("#wizard-next")) {
                console.press("#wizard-next");
            }
            return console.reads("If it fails");
        });
        if (console.sees("#wizard-state")) {
            CheckBox state = (CheckBox) console.node("#wizard-state").orElseThrow();
            ConsoleStage.get(() -> {
                state.setSelected(true);
                return null;
            });
        }
        picture("review");
        console.press("#wizard-deed");
        console.until("it is done", () -> console.sees("#installations-table") && console.reads("1 done"));
        picture("done");
    }

    @Test
    void broughtConfirmedUpgradedAndRemoved() throws Exception {
        begin("add-agents");
        console.type("#install-machines", web.address() + " web\n" + web.address());
        assertThat(console.reads("1 machine, 1 twice")).isTrue();
        signInOnMachine();
        console.until("its key is asked for", () -> console.sees("#install-confirm-key"));
        assertThat(console.reads(web.fingerprint("ed25519"))).as("as the machine says it itself").isTrue();
        assertThat(deployment.installations().hostKeys().keys()).as("nobody confirmed it yet").isEmpty();
        console.press("#wizard-next");
        assertThat(console.reads("One machine does not pass")).isTrue();
        picture("key");
        console.press("#install-confirm-key");
        order();
        assertThat(version()).isEqualTo("installed 1.0");
        assertThat(deployment.machines()).containsExactly("web");
        assertThat(deployment.installations().hostKeys().keys()).extracting(each -> each.fingerprint())
                .containsExactly(web.fingerprint("ed25519"));

        LinkedPackage.deb(deployment.packages(), "1.10", 100_000);
        begin("upgrade-agent");
        assertThat(console.reads("1.0 → 1.10")).isTrue();
        signInOnMachine();
        order();
        assertThat(version()).isEqualTo("installed 1.10");

        begin("roll-back-agent");
        signInOnMachine();
        order();
        assertThat(version()).isEqualTo("installed 1.0");

        begin("uninstall-agent");
        signInOnMachine();
        order();
        assertThat(version()).isEmpty();
        assertThat(deployment.machines()).isEmpty();
    }

    @Test
    void aLineForAMachineThatNobodyReaches() throws Exception {
        console.go(Screen.INFRASTRUCTURE, "agents");
        console.until("a line can be had", () -> enabled("#action-pull-agent"));
        console.press("#action-pull-agent");
        console.until("a name can be given", () -> console.sees("#pull-name"));
        console.type("#pull-name", "web");
        console.press("#dialog-confirm");
        console.until("the line is shown", () -> console.reads("It is good for one machine"));
        TextArea shown = (TextArea) console.node("#dialog-text").orElseThrow();
        String line = ConsoleStage.get(shown::getText);
        action = "pull-agent";
        picture("line");
        console.passes(Duration.ofMinutes(31));
        console.until("it ends by itself", () -> console.reads("Its token has ended"));
        web.shell("cat >/root/line <<'END'\n" + line
                + "\nEND\nsh /root/line >/root/said 2>&1 || { cat /root/said >&2; exit 1; }");
        assertThat(version()).isEqualTo("installed 1.0");
    }
}

package secondsite.drill.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.point.MachinePointQuery;
import secondsite.api.replication.ProtectionState;
import secondsite.app.fx.Language;
import secondsite.app.navigation.Screen;
import secondsite.drill.management.ManagedDeployment;

/** The console at a real server with the agent of a machine: somebody signs in, and sees what is so, and when that is not sure. */
class ConsoleTest {

    private static final int DISK = 4 << 20;

    @TempDir
    private static Path folder;
    private static ManagedDeployment deployment;

    @TempDir
    private Path kept;
    private ConsoleStage console;

    @BeforeAll
    static void start() throws IOException {
        deployment = new ManagedDeployment(folder);
        Path disk = Files.write(folder.resolve("disk.raw"), new byte[DISK]);
        deployment.machine("db", Map.of("data", disk));
        deployment.known("db");
    }

    @AfterAll
    static void end() {
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

    @Test
    void somebodySignsInAndSeesTheMachineInEitherLanguage() {
        console.signIn(deployment);
        console.until("the sidebar is live", () -> console.reads("· live"));
        // What leads to the first protected machine stands in the donut's place until there is one.
        console.until("the dashboard knows of the machine",
                () -> console.reads("3 of 4 done") || console.reads("unprotected"));
        console.press("#search");
        console.type("#paletteQuery", "db");
        console.until("the palette finds the machine", () -> console.reads("Machine · "));
        console.speak(Language.GERMAN);
        console.until("the frame speaks German", () -> console.reads("Übersicht"));
        assertThat(console.reads("Laufende Aufträge")).isTrue();
        assertThat(kept.resolve("profiles.json")).content().contains(deployment.address().toString())
                .doesNotContain(deployment.firstPassword());
    }

    @Test
    void aWrongPasswordIsSaidAndAnotherDeploymentIsNotTrusted() {
        console.signIn(deployment.address(), deployment.authority(), "admin", "wrong");
        console.until("it is said that this went wrong", () -> console.sees("#problem"));
        assertThat(console.sees("#sidebar-dashboard")).isFalse();
        console.signIn(deployment.address(), "sha256:" + "0".repeat(64), "admin", deployment.firstPassword());
        console.until("it is said that this is another server", () -> console.reads("belongs to another deployment"));
    }

    @Test
    void aMachineIsProtectedByClickingAndItsPointsAreSeen() throws IOException {
        deployment.machine("web", Map.of("data", Files.write(folder.resolve("web.raw"), new byte[DISK])));
        UUID web = deployment.known("web").id();
        console.signIn(deployment);
        console.go(Screen.MACHINES, "");
        press("#action-protect");
        press("#protect-machine-web");
        console.press("#wizard-next");
        console.until("the servers are offered", () -> console.sees("#protect-master-target"));
        console.press("#wizard-next");
        console.until("its disk is offered", () -> console.sees("#protect-disk-data"));
        console.press("#wizard-next");
        console.until("the policies are offered", () -> console.sees("#protect-policy-group"));
        console.press("#wizard-next");
        console.until("the server has looked at the last thing too", () -> console.reads("has room for web"));
        console.press("#wizard-next");
        press("#wizard-deed");
        console.until("the machine's page says that it is protected", () -> console.reads("Protected since"));
        assertThat(deployment.protection().protection(web).state()).isEqualTo(ProtectionState.PROTECTED);
        console.go(Screen.MACHINE, web + "/points");
        press("#action-bookmark");
        console.until("its name is asked for", () -> console.sees("#bookmark-label"));
        console.type("#bookmark-label", "before the update");
        console.press("#wizard-next");
        press("#wizard-deed");
        console.until("the bookmark is seen",
                () -> !console.sees("#wizard-cancel") && console.reads("before the update"));
        assertThat(deployment.recovery().points(web, MachinePointQuery.ALL).points())
                .anyMatch(point -> "before the update".equals(point.label()));
    }

    /** As soon as it can be pressed. */
    private void press(String selector) {
        console.until(selector + " can be pressed",
                () -> console.node(selector).filter(node -> !node.isDisabled()).isPresent());
        console.press(selector);
    }

    @Test
    void aServerThatDiesIsSaidToBeGoneAndIsThereAgainByItself() {
        console.signIn(deployment);
        console.until("the sidebar is live", () -> console.reads("· live"));
        deployment.server().kill();
        console.until("it is said that nothing is heard", () -> console.reads("Reconnecting"));
        assertThat(console.sees(".veil")).isFalse();
        console.passes(Duration.ofSeconds(20));
        console.until("what is shown is veiled", () -> console.sees(".veil"));
        console.until("a banner says so", () -> console.reads("is not reached"));
        deployment.restart();
        console.until("it is live again", () -> console.reads("· live") && !console.sees(".veil"));
    }
}

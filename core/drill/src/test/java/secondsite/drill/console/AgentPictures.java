package secondsite.drill.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import javafx.scene.control.ListView;
import secondsite.api.client.Connection;
import secondsite.api.client.InstallationClient;
import secondsite.api.installation.InstallationAction;
import secondsite.api.installation.InstallationRequest;
import secondsite.api.installation.MachineSignIn;
import secondsite.api.installation.TargetMachine;
import secondsite.app.control.table.DataTable;
import secondsite.app.fx.Language;
import secondsite.app.navigation.Screen;
import secondsite.drill.management.ManagedDeployment;

/** The wizard by which agents are brought, and the page of what became of it. No machine is there to take one: each says why. */
final class AgentPictures {

    private static final List<TargetMachine> MACHINES = List.of(new TargetMachine("127.0.0.1", 9, "web-02", null),
            new TargetMachine("web-03.invalid", null, "web-03", null));

    private final ManagedDeployment deployment;
    private final ConsoleStage console;
    private final WizardPictures.Camera camera;

    AgentPictures(ManagedDeployment deployment, ConsoleStage console, WizardPictures.Camera camera) {
        this.deployment = deployment;
        this.console = console;
        this.camera = camera;
    }

    /** Files that are called like packages. @param folder of the server */
    static void prepare(Path folder) throws IOException {
        Path packages = Files.createDirectories(folder.resolve("packages"));
        for (String name : List.of("secondsite-agent_1.1_amd64.deb", "secondsite-agent-1.1-1.x86_64.rpm",
                "secondsite-agent_1.0_amd64.deb")) {
            Files.writeString(packages.resolve(name), name);
        }
    }

    void take() throws IOException {
        for (Language language : Language.values()) {
            console.speak(language);
            console.go(Screen.INFRASTRUCTURE, "agents");
            console.until("agents can be added", () -> console.sees("#action-add-agents"));
            camera.take("agents", language);
            wizard(language);
        }
        console.speak(Language.ENGLISH);
        UUID batch = ordered();
        for (Language language : Language.values()) {
            console.speak(language);
            page(batch, language);
        }
        console.speak(Language.ENGLISH);
    }

    private void wizard(Language language) throws IOException {
        console.press("#action-add-agents");
        console.until("machines can be named", () -> console.sees("#install-machines"));
        console.type("#install-machines", "127.0.0.1:9 web-02\nweb-03.invalid\nerp-01, 10.0.0.5-300\nweb-03.invalid");
        camera.take("wizard-agents-machines", language);
        console.type("#install-machines", "127.0.0.1:9 web-02\nweb-03.invalid");
        console.press("#wizard-next");
        console.until("it is asked who signs in", () -> console.sees("#install-user"));
        console.type("#install-user", "admin");
        console.type("#install-password", "secret");
        camera.take("wizard-agents-sign-in", language);
        console.press("#wizard-next");
        console.until("the server is asked for", () -> console.sees("#install-newest"));
        camera.take("wizard-agents-server", language);
        console.press("#wizard-next");
        console.until("both were looked at", () -> console.sees("#install-leave-out"));
        ListView<?> list = (ListView<?>) console.node("#install-checked").orElseThrow();
        ConsoleStage.get(() -> {
            list.getSelectionModel().select(1);
            return null;
        });
        camera.take("wizard-agents-checks", language);
        console.press("#wizard-cancel");
    }

    private UUID ordered() throws IOException {
        try (var connection = new Connection(deployment.address(), deployment.administrator(),
                Connection.Patience.DEFAULTS)) {
            return new InstallationClient(connection).order(
                    new InstallationRequest(InstallationAction.INSTALL, MACHINES,
                            new MachineSignIn("admin", "secret", null, null, null), null, null, null, null, null),
                    UUID.randomUUID().toString()).installations().getFirst().batch();
        }
    }

    private void page(UUID batch, Language language) throws IOException {
        console.go(Screen.INSTALLATIONS, batch.toString());
        String failed = ConsoleStage.get(() -> console.surroundings().texts().text("installations.failed", 2));
        console.until("both are over", () -> console.reads(failed));
        DataTable<?> table = (DataTable<?>) console.node("#installations-table").orElseThrow();
        List<String> ids = installations(batch);
        ConsoleStage.get(() -> {
            table.select(ids.subList(0, 1));
            return null;
        });
        camera.take("installation", language);
    }

    private List<String> installations(UUID batch) throws IOException {
        try (var connection = new Connection(deployment.address(), deployment.administrator(),
                Connection.Patience.DEFAULTS)) {
            return new InstallationClient(connection).batch(batch).installations().stream()
                    .map(each -> each.id().toString()).toList();
        }
    }
}

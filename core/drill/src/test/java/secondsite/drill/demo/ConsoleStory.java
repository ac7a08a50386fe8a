package secondsite.drill.demo;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import secondsite.drill.tools.Program;
import secondsite.drill.tools.Shell;

/** A small deployment with machines that run and are protected, in the console's window, signed in, until it is closed. */
final class ConsoleStory {

    private final Stage stage;
    private final Telling telling;
    private final Deployment deployment;

    ConsoleStory(Stage stage, Premises premises, Telling telling) {
        this.stage = stage;
        this.telling = telling;
        this.deployment = new Deployment(stage, premises);
    }

    /** Whether windows can be shown here. */
    static boolean canBeSeen() {
        return Optional.ofNullable(System.getenv("DISPLAY")).filter(display -> !display.isBlank()).isPresent();
    }

    void tell() {
        telling.chapter("A server at the second site, with no configuration");
        deployment.startServer();
        telling.say("it made a deployment, authority %s", deployment.welcome().authority());
        Administrator administrator = Administrator.signIn(deployment.welcome(), stage.cleanUp());
        UUID policy = administrator.add(Story.POLICY);
        List<GuestMachine> guests = new BothSites(stage, telling, deployment, administrator).open();
        telling.chapter("They are protected, and say how they come up at the second site");
        var watch = new JobWatch(administrator, telling.screen());
        watch.done(administrator.protect(Guests.NAMES, policy));
        var failovers = new Failovers(administrator.failovers(), watch);
        guests.forEach(guest -> failovers.settings(guest, new Guests(stage).settings()));
        window();
    }

    private void window() {
        telling.chapter("The console");
        String session = stage.directory().resolve("session.json").toString();
        Shell.run("env", "SECONDSITE_SESSION=" + session, stage.program().toString(), "login", "--server",
                Deployment.SERVER.toString(), "--authority", deployment.welcome().authority(), "--user", Welcome.USER,
                "--password-file", deployment.passwordFile().toString());
        var console = new Program("console", stage.directory().resolve("console.log"),
                List.of(stage.program().toString(), "console", "--session", session, "--profile", "demo", "--folder",
                        stage.directory().resolve("console").toString()),
                stage.cleanUp());
        console.start();
        telling.say("its window opens; %s is signed in, with the password in %s", Welcome.USER,
                deployment.passwordFile());
        telling.say("%s run and are protected: test a failover, or move them and bring them home",
                String.join(" and ", Guests.NAMES));
        telling.say("all of it ends when the window is closed");
        console.untilItEnds();
        telling.findings().check("the console", console.endedWell(), "was closed without a fault");
    }
}

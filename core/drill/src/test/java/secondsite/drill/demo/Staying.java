package secondsite.drill.demo;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** The last lines: how a person can go on; and the time for it. */
record Staying(Screen screen, Stage stage, Premises premises) {

    /** Everything is about to end. */
    void couldBe() {
        screen.line("");
        screen.line(
                "To go on: 'installer/demo --headless --stay' keeps the deployment running at this point and says how to sign in, and "
                        + "README.md ('A deployment that makes itself') how to make one of your own.");
    }

    /** The machines come back, and all runs until the person has had enough. */
    void stay(Deployment deployment) throws IOException, InterruptedException {
        deployment.startAgents();
        screen.line("");
        screen.line("The agents were started again, and all of it keeps running. To go on, in another terminal, in %s:",
                stage.program().getParent().getParent());
        screen.line("");
        premises.way().forEach(line -> screen.line("  %s", line));
        screen.line("  export SECONDSITE_SESSION=%s", stage.directory().resolve("session.json"));
        screen.line("  installer/secondsite login --server %s --authority %s --user %s --password-file %s",
                Deployment.SERVER, deployment.welcome().authority(), Welcome.USER, deployment.passwordFile());
        screen.line("  installer/secondsite machines");
        screen.line("  installer/secondsite machine %s", Disks.WEB);
        screen.line("  installer/secondsite points %s", Disks.WEB);
        screen.line("  installer/secondsite resync %s --wait", Disks.WEB);
        screen.line("  installer/secondsite failover test %s --wait; installer/secondsite failovers",
                Guests.NAMES.getFirst());
        screen.line("  installer/secondsite jobs; installer/secondsite health; installer/secondsite audit");
        screen.line("");
        if (Screen.isTerminal()) {
            screen.line("Enter ends it.");
            System.in.read();
        } else {
            screen.line("Ctrl+C, or SIGTERM to process %d, ends it.", ProcessHandle.current().pid());
            new CountDownLatch(1).await();
        }
    }
}

package secondsite.drill.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import secondsite.api.activity.Job;
import secondsite.api.activity.JobState;
import secondsite.drill.tools.Patience;
import secondsite.drill.tools.Shell;

/** What goes wrong, one thing after another: the line, an agent, a person, a whole site. */
final class Disasters {

    /** What a person wrote on the points before the mistake. */
    static final String BOOKMARK = "before the mistake";

    private static final Duration LONGEST = Duration.ofSeconds(120);
    private static final double CUT_RPO_SECONDS = 4;
    private static final long LOAD_MILLIS = 1_500;
    private static final String RESYNC = "resync";

    private final Stage stage;
    private final Premises premises;
    private final Telling telling;
    private final Deployment deployment;
    private final Administrator administrator;
    private final Machines machines;

    Disasters(Stage stage, Premises premises, Telling telling, Deployment deployment, Administrator administrator,
            Machines machines) {
        this.stage = stage;
        this.premises = premises;
        this.telling = telling;
        this.deployment = deployment;
        this.administrator = administrator;
        this.machines = machines;
    }

    void lineIsCut() {
        telling.chapter("The line between the sites is cut");
        premises.cut();
        telling.say("%s; the machines go on", premises.howCut());
        long entries = machines.acknowledged();
        double behind = workUntilFarBehind();
        telling.say("%d transactions meanwhile; the server measured an RPO of %.1f s",
                machines.acknowledged() - entries, behind);
        premises.mend();
        telling.findings().check("cut line", machines.acknowledged() > entries, "the machines did not notice");
        Settling.Settled settled = settling().settle();
        telling.numbers().seconds("cutRpo", "RPO while the line was cut, as the server measured it", behind);
        telling.numbers().seconds("cutCaughtUp", "until all was there after the line was mended", settled.seconds());
        telling.findings().check("cut line", settled.resynchronized().isEmpty(),
                "caught up by itself %.1f s after it was mended".formatted(settled.seconds()));
    }

    private double workUntilFarBehind() {
        try (RpoMeter rpo = new RpoMeter(administrator)) {
            Patience.until("the server measured an RPO of more than " + CUT_RPO_SECONDS + " s", LONGEST, () -> {
                machines.work(2, 1);
                return rpo.worst() > CUT_RPO_SECONDS;
            });
            return rpo.worst();
        }
    }

    void agentIsKilled() {
        telling.chapter("The database's agent is killed (SIGKILL) under load");
        Load load = machines.heavyLoad();
        Patience.pause(LOAD_MILLIS);
        Instant moment = Instant.now();
        long begun = System.nanoTime();
        deployment.killAgent(Disks.DATABASE);
        telling.say("the load says: %s", load.death());
        machines.die(Disks.DATABASE);
        long acknowledged = machines.acknowledged();
        deployment.startAgent(Disks.DATABASE, machines.of(Disks.DATABASE));
        machines.restart(Disks.DATABASE, deployment::socket);
        telling.numbers().seconds("agentRestart", "agent killed until its machine has its files again",
                (System.nanoTime() - begun) * 1e-9);
        telling.say("nbdfuse dies with its server, so the file systems were mounted anew, as after a power failure");
        long last = machines.restartDatabase();
        telling.findings().check("agent killed", last >= acknowledged,
                "%d transactions were acknowledged, %d are there".formatted(acknowledged, last));
        boolean wentOn = settling().settle().resynchronized().isEmpty();
        List<Job> since = administrator.jobs().stream().filter(job -> job.begun().isAfter(moment)).toList();
        telling.say("jobs since then, as the server tells: %s", since.isEmpty()
                ? "none"
                : String.join(", ", since.stream().map(job -> job.type() + " of " + job.about()).toList()));
        telling.findings().check("agent killed", wentOn && since.stream().noneMatch(job -> job.type().equals(RESYNC)),
                "the second site has everything, without a resynchronization");
    }

    Moment beforeTheMistake() {
        telling.chapter("A mistake");
        machines.work(20, 1);
        // Without root a file system can only be held still when nobody has a file open in it.
        Moment before = machines.moment(BOOKMARK, !stage.root(), this::setBookmarks);
        telling.say("at %s all is well: %d files, %s, %d transactions", before.time(), before.files(),
                Numbers.mebibytes(before.bytes()), before.ledgerEntries());
        telling.say("%s sets a bookmark on %s: '%s'", Welcome.USER, String.join(" and ", machines.names()), BOOKMARK);
        return before;
    }

    private void setBookmarks() {
        List<Long> jobs = machines.names().stream().map(machine -> administrator.bookmark(machine, BOOKMARK)).toList();
        for (long number : jobs) {
            Patience.until("job " + number + " has set the bookmark", LONGEST,
                    () -> administrator.job(number).state().over());
            Job job = administrator.job(number);
            if (job.state() != JobState.DONE) {
                throw new Shell.Failure("job " + number + " has set no bookmark: " + job.problem());
            }
        }
    }

    Moment mistake() {
        int ruined = machines.mistake();
        telling.say("then %d files are made unreadable, and the database is emptied", ruined);
        machines.work(20, 0);
        return machines.shutDown("latest");
    }

    void primarySiteIsLost() {
        settling().settle();
        telling.chapter("The primary site is lost");
        deployment.killAgents();
        telling.say("the agents were killed; what follows comes from the second site alone");
    }

    private Settling settling() {
        return new Settling(administrator, machines.names());
    }
}

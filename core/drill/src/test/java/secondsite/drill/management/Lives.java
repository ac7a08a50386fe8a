package secondsite.drill.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import secondsite.api.activity.Job;
import secondsite.api.activity.JobState;
import secondsite.drill.management.Deaths.Death;
import secondsite.drill.tools.CleanUp;
import secondsite.drill.tools.Patience;
import secondsite.drill.tools.Shell;

/** Jobs of a server that dies in their midst, again and again, and is started again; nobody tells them to go on. */
public final class Lives {

    private static final Duration ALL_LIVES = Duration.ofMinutes(10);

    private final Places places;
    private final Set<String> spared;
    private final Deaths deaths;
    private final JobDebugger debugger;

    public Lives(Places places, CleanUp cleanUp) throws IOException {
        this(places, Set.of(), cleanUp);
    }

    /** @param spared tasks in which the server does not die */
    public Lives(Places places, Set<String> spared, CleanUp cleanUp) throws IOException {
        this.places = places;
        this.spared = spared;
        deaths = new Deaths(places, spared);
        debugger = new JobDebugger(deaths);
        cleanUp.later(debugger::close);
    }

    /** How a server is started whose jobs are to be killed. */
    public ManagedDeployment.Start start() {
        return new ManagedDeployment.Start(debugger.options(), debugger::start);
    }

    /**
     * Gives an order, and starts the server again wherever it dies, until the job is done.
     *
     * @param order     returns the job's number
     * @param meanwhile at each death, before the server is started again
     */
    public Job of(ManagedDeployment deployment, Callable<Long> order, Runnable meanwhile) throws Exception {
        long number = deaths.in(deployment, order);
        Job job = over(deployment, number, meanwhile);
        List<Death> all = deaths.all();
        System.out.println(job.type() + ": " + all.size() + " deaths: " + all);
        assertThat(job.state()).as(job + " " + deployment.log(number)).isEqualTo(JobState.DONE);
        assertThat(job.tasks()).as("no task failed on the way").allMatch(task -> task.attempts() == 1);
        for (Job.Task task : job.tasks()) {
            assertThat(all.contains(new Death(task.name(), Deaths.DONE))).as(task.name())
                    .isNotEqualTo(spared.contains(task.name()));
        }
        if (places != Places.ENDS) {
            assertThat(all).first().isEqualTo(new Death(job.tasks().getFirst().name(), Deaths.BEGIN));
        }
        return job;
    }

    private Job over(ManagedDeployment deployment, long number, Runnable meanwhile) {
        var found = new Job[1];
        try {
            Patience.until("job " + number + " is over", ALL_LIVES, () -> {
                debugger.check();
                if (!deployment.server().alive()) {
                    meanwhile.run();
                    deployment.restart();
                }
                found[0] = deployment.job(number).orElse(found[0]);
                return found[0] != null && found[0].state().over();
            });
        } catch (Shell.Failure e) {
            throw new AssertionError(
                    e.getMessage() + ", after " + deaths.all() + ": " + deployment.account(found[0], number), e);
        }
        return found[0];
    }

    /** Of the last job. */
    List<Death> deaths() {
        return deaths.all();
    }
}

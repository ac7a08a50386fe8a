package secondsite.server.administration;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import secondsite.api.Page;
import secondsite.api.activity.Job;
import secondsite.api.activity.JobLine;
import secondsite.api.activity.JobState;
import secondsite.api.client.ActivityClient;
import secondsite.api.client.TransferException;

/** Look at jobs, and act on them. */
final class JobVerbs {

    private static final int TOGETHER = 200;

    private JobVerbs() {}

    private static ActivityClient at(Dialogue dialogue) {
        return new ActivityClient(dialogue.connection());
    }

    private static String problem(Job job) {
        return job.problem() == null ? null : job.problem().code() + " " + job.problem().detail();
    }

    /** The newest. */
    @Command(name = "jobs", description = "Lists jobs, newest first; cancels them and tries them again.")
    static final class Jobs extends Verb {

        @Option(names = "--state", paramLabel = "STATE", split = ",", description = "Only those: ${COMPLETION-CANDIDATES}.")
        private List<JobState> states = List.of();

        @Option(names = "--machine", paramLabel = "MACHINE", description = "Only those of this machine.")
        private String machine;

        @Option(names = "--limit", paramLabel = "COUNT", defaultValue = "50", description = "At most so many; ${DEFAULT-VALUE} when it is left out.")
        private int limit;

        Jobs(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue) throws IOException {
            String subject = machine == null ? null : dialogue.names().machine(machine).id().toString();
            var wanted = new ActivityClient.Jobs(states, null, subject);
            Page<Job> page = Pages.first((after, most) -> at(dialogue).jobs(wanted, after, most), limit, TOGETHER);
            return dialogue.tell(page, out -> {
                var table = new Table("JOB", "TYPE", "ABOUT", "STATE", "BY", "BEGUN", "ENDED", "PROBLEM");
                page.items().forEach(job -> table.row(job.number(), job.type(), job.about(),
                        Wording.word(job.state()), job.who(), dialogue.time(job.begun()), dialogue.time(job.ended()),
                        problem(job)));
                table.print(out);
            });
        }
    }

    /** One. */
    @Command(name = "job", description = "Tells how a job gets on, waits for its end, or prints its log.")
    static final class One extends Verb {

        @Parameters(index = "0", paramLabel = "NUMBER", description = "Number of the job.")
        private long number;

        @Option(names = "--log", description = "Prints its log.")
        private boolean log;

        @Option(names = "--wait", description = "Waits until it is over and shows how it gets on; ends with 0 only when it is done. Ctrl+C leaves the job running.")
        private boolean wait;

        One(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue) throws IOException, InterruptedException {
            if (wait) {
                return new JobWatch(dialogue).tellEnd(number);
            }
            return log ? log(dialogue) : show(dialogue, at(dialogue).job(number));
        }

        private int log(Dialogue dialogue) throws IOException {
            Page<JobLine> lines = Pages.first((after, most) -> at(dialogue).log(number, after, most),
                    Integer.MAX_VALUE, TOGETHER);
            return dialogue.tell(lines, out -> lines.items()
                    .forEach(line -> out.println(dialogue.time(line.time()) + "  " + Wording.clean(line.text()))));
        }

        private static int show(Dialogue dialogue, Job job) throws IOException {
            return dialogue.tell(job, out -> tell(job, dialogue, out));
        }

        private static void tell(Job job, Dialogue dialogue, PrintWriter out) {
            var facts = new Table("JOB", String.valueOf(job.number())).row("type", job.type()).row("about", job.about())
                    .row("by", job.who()).row("state", Wording.word(job.state()))
                    .row("begun", dialogue.time(job.begun())).row("ended", dialogue.time(job.ended()));
            if (job.problem() != null) {
                facts.row("problem", problem(job));
            }
            if (job.nextTry() != null) {
                facts.row("next try", dialogue.time(job.nextTry()));
            }
            facts.print(out);
            out.println();
            var tasks = new Table("TASK", "STATE", "TRIES", "PROGRESS");
            job.tasks().forEach(task -> tasks.row(task.name(), Wording.word(task.state()), task.attempts(),
                    JobWatch.progress(task.progress())));
            tasks.print(out);
        }
    }

    /** What both actions are. */
    private abstract static class Action extends Verb {

        @Parameters(index = "0", paramLabel = "NUMBER", description = "Number of the job.")
        private long number;

        Action(Surroundings surroundings) {
            super(surroundings);
        }

        abstract void act(ActivityClient client, long job) throws TransferException;

        @Override
        final int ask(Dialogue dialogue) throws IOException {
            act(at(dialogue), number);
            Job job = at(dialogue).job(number);
            return dialogue.tell(job, out -> out.println("job " + number + " is " + Wording.word(job.state())));
        }
    }

    /** Gives one up. */
    @Command(name = "cancel", description = "Gives a job up; what it did is taken back.")
    static final class Cancel extends Action {

        Cancel(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        void act(ActivityClient client, long job) throws TransferException {
            client.cancel(job);
        }
    }

    /** Tries one again. */
    @Command(name = "retry", description = "Begins a job anew that failed, or lets one go on at once that waits for its next try.")
    static final class Retry extends Action {

        Retry(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        void act(ActivityClient client, long job) throws TransferException {
            client.retry(job);
        }
    }
}

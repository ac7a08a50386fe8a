package secondsite.server.administration;

import java.io.IOException;
import picocli.CommandLine.Option;
import secondsite.api.replication.Ordered;

/** A verb that begins a job, and waits for its end if that is wanted. */
abstract class JobBeginning extends Verb {

    @Option(names = "--wait", description = "Waits until the job is over and shows how it gets on; ends with 0 only when it is done. Ctrl+C leaves the job running.")
    private boolean wait;

    JobBeginning(Surroundings surroundings) {
        super(surroundings);
    }

    /** @return number of the job */
    abstract long begin(Dialogue dialogue) throws IOException;

    @Override
    final int ask(Dialogue dialogue) throws IOException, InterruptedException {
        long number = begin(dialogue);
        if (wait) {
            return new JobWatch(dialogue).tellEnd(number);
        }
        return dialogue.tell(new Ordered(number), out -> out.println("job " + number
                + " was begun; watch it with: " + JobWatch.command(number)));
    }
}

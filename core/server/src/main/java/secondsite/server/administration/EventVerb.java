package secondsite.server.administration;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import secondsite.api.Page;
import secondsite.api.activity.Event;
import secondsite.api.activity.Event.Severity;
import secondsite.api.client.ActivityClient;
import secondsite.api.client.EventStream;

/** Looks what happened, and what happens. */
@Command(name = "events", description = "Lists what happened, newest first, or tells what happens from now on.")
final class EventVerb extends Verb {

    private static final int TOGETHER = 200;

    @Option(names = "--follow", description = "Tells what happens from now on, until Ctrl+C; with --json a record a line.")
    private boolean follow;

    @Option(names = "--severity", paramLabel = "SEVERITY", description = "Only those: ${COMPLETION-CANDIDATES}.")
    private Severity severity;

    @Option(names = "--machine", paramLabel = "MACHINE", description = "Only those of this machine.")
    private String machine;

    @Option(names = "--limit", paramLabel = "COUNT", defaultValue = "50", description = "At most so many; ${DEFAULT-VALUE} when it is left out.")
    private int limit;

    EventVerb(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    int ask(Dialogue dialogue) throws IOException, InterruptedException {
        String subject = machine == null ? null : dialogue.names().machine(machine).id().toString();
        return follow ? follow(subject, dialogue) : list(subject, dialogue);
    }

    private int list(String subject, Dialogue dialogue) throws IOException {
        var client = new ActivityClient(dialogue.connection());
        var wanted = new ActivityClient.Events(severity, null, subject, null);
        Page<Event> page = Pages.first((after, most) -> client.events(wanted, after, most), limit, TOGETHER);
        return dialogue.tell(page, out -> {
            var table = new Table("TIME", "SEVERITY", "TYPE", "ABOUT", "CODE", "DETAIL");
            page.items().forEach(each -> table.row(dialogue.time(each.time()), Wording.word(each.severity()),
                    each.type(), each.about(), each.code(), each.detail()));
            table.print(out);
        });
    }

    private int follow(String subject, Dialogue dialogue) throws IOException, InterruptedException {
        var follower = new EventFollower(dialogue, event -> event.kept()
                && (severity == null || severity == event.severity())
                && (subject == null || subject.equals(event.subject())));
        try (var _ = EventStream.open(dialogue.connection(), follower)) {
            throw follower.end();
        }
    }
}

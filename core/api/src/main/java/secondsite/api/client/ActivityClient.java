package secondsite.api.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import okhttp3.Headers;
import okhttp3.RequestBody;
import secondsite.api.Page;
import secondsite.api.activity.ErrorText;
import secondsite.api.activity.ErrorTextList;
import secondsite.api.activity.Event;
import secondsite.api.activity.Job;
import secondsite.api.activity.JobLine;
import secondsite.api.activity.JobState;

/** What goes on: jobs, events, and the texts of errors, asked of the configuration server. */
public final class ActivityClient {

    /** Which jobs are wanted; what is null does not matter. @param states all when there are none */
    public record Jobs(List<JobState> states, String type, String subject) {

        public static final Jobs ALL = new Jobs(List.of(), null, null);

        public Jobs {
            states = List.copyOf(states);
        }
    }

    /** Which events are wanted; what is null does not matter. */
    public record Events(Event.Severity severity, String type, String subject, Instant since) {

        public static final Events ALL = new Events(null, null, null, null);
    }

    private static final String JOBS = "/v1/jobs";

    private final Connection connection;

    /** Over a connection of somebody who is signed in, or of an administrator's certificate. */
    public ActivityClient(Connection connection) {
        this.connection = connection.to(ServerKind.CONFIGURATION_SERVER);
    }

    /**
     * Some jobs, newest first.
     *
     * @param after what the page before said is next; null for the first page
     * @param limit at most so many: 1 to 200
     */
    public Page<Job> jobs(Jobs wanted, String after, int limit) throws TransferException {
        String states = wanted.states().stream().map(JobState::name).collect(Collectors.joining(","));
        return connection.get(JOBS + query(limit, after, "state", states.isEmpty() ? null : states, "type",
                wanted.type(), "subject", wanted.subject()), Connection.page(Job.class));
    }

    public Job job(long number) throws TransferException {
        return connection.get(JOBS + "/" + number, Connection.json(Job.class));
    }

    /** Some lines of a job's log, in order; parameters as in {@link #jobs}. */
    public Page<JobLine> log(long number, String after, int limit) throws TransferException {
        return connection.get(JOBS + "/" + number + "/log" + query(limit, after), Connection.page(JobLine.class));
    }

    /** Gives a job up; what it did is taken back. */
    public void cancel(long number) throws TransferException {
        act(number, "cancel");
    }

    /** A job that failed begins anew; one that waits for its next try goes on at once. */
    public void retry(long number) throws TransferException {
        act(number, "retry");
    }

    private void act(long number, String action) throws TransferException {
        // The key is for the request that is sent a second time by itself when its connection turns out to be closed.
        connection.post(JOBS + "/" + number + "/" + action,
                Headers.of(Connection.IDEMPOTENCY_KEY, UUID.randomUUID().toString()),
                RequestBody.create(new byte[0]), _ -> null);
    }

    /** Some events that were kept, newest first; parameters as in {@link #jobs}. */
    public Page<Event> events(Events wanted, String after, int limit) throws TransferException {
        return connection.get("/v1/events" + query(limit, after, "severity", wanted.severity(), "type", wanted.type(),
                "subject", wanted.subject(), "since", wanted.since()), Connection.page(Event.class));
    }

    /** What is said of all codes. @param language {@code en} or {@code de} */
    public ErrorTextList errors(String language) throws TransferException {
        return connection.get("/v1/errors?language=" + encoded(language), Connection.json(ErrorTextList.class));
    }

    /** What is said of one code. @param language {@code en} or {@code de} */
    public ErrorText error(String code, String language) throws TransferException {
        return connection.get("/v1/errors/" + encoded(code) + "?language=" + encoded(language),
                Connection.json(ErrorText.class));
    }

    private static String query(int limit, String after, Object... named) {
        List<String> query = new ArrayList<>(List.of("limit=" + limit));
        add(query, "after", after);
        for (int i = 0; i < named.length; i += 2) {
            add(query, (String) named[i], named[i + 1]);
        }
        return "?" + String.join("&", query);
    }

    private static void add(List<String> query, String name, Object value) {
        if (value != null) {
            query.add(name + "=" + encoded(value.toString()));
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}

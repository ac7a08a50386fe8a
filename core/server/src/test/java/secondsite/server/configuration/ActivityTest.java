package secondsite.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import secondsite.api.Page;
import secondsite.api.ProblemCode;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Event;
import secondsite.api.activity.Job;
import secondsite.api.activity.JobState;
import secondsite.api.client.ActivityClient;
import secondsite.api.client.Connection;
import secondsite.api.client.EventStream;
import secondsite.api.client.SecurityClient;
import secondsite.api.client.TransferException;
import secondsite.api.client.TransferException.Refused;
import secondsite.api.security.NewUser;
import secondsite.api.security.Role;
import secondsite.api.security.SignIn;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.JobStore;
import secondsite.server.settings.ConfigurationServerSettings;
import secondsite.server.settings.Listen;
import secondsite.server.settings.Size;
import secondsite.server.settings.Span;
import secondsite.server.stage.FirstStart;

/** A real configuration server over real TLS; people who look what goes on. Its jobs are of a type that it does not know, so they fail. */
@Timeout(120)
class ActivityTest {

    private static final String PASSWORD = "correct horse battery";
    private static final int JOBS = 3;

    private final List<AutoCloseable> open = new ArrayList<>();
    private ConfigurationServer server;
    private String first;
    private ActivityClient admin;
    private Connection connection;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws Exception {
        first = FirstStart.in(folder).password();
        try (var database = Database.open(folder.resolve("database.sqlite"))) {
            for (int number = 1; number <= JOBS; number++) {
                long next = number;
                database.write(change -> {
                    new JobStore().add(change, new Job(next, "legacy", "s" + next, "web", "olga", Instant.now(), null,
                            JobState.WAITING, null, null,
                            List.of(new Job.Task("one", JobState.WAITING, null, null, 0, null))));
                    return next;
                });
            }
        }
        server = serve(0);
        connection = as("admin", first);
        admin = new ActivityClient(connection);
        var listener = new Listening();
        try (EventStream stream = EventStream.open(connection, listener)) {
            assertThat(listener.next()).isEqualTo("anew");
            while (admin.jobs(new ActivityClient.Jobs(List.of(JobState.FAILED), null, null), null, 1).total() < JOBS) {
                listener.next();
            }
            assertThat(stream).isNotNull();
        }
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private ConfigurationServer serve(int port) throws IOException {
        var settings = new ConfigurationServerSettings(folder, new Listen("127.0.0.1", port, 100, new Size(16 << 20)),
                List.of("localhost"), new Span(Duration.ofDays(100)));
        var started = ConfigurationServer.start(settings, InstantSource.system(), new SecureRandom());
        open.add(started);
        return started;
    }

    private URI address() {
        return URI.create("https://localhost:" + server.port());
    }

    private Connection as(String name, String password) throws TransferException {
        Connection signedIn = Connection.signIn(address(), server.fingerprint(), new SignIn(name, password));
        open.add(signedIn);
        return signedIn;
    }

    private SecurityClient people() throws TransferException {
        SecurityClient people = SecurityClient.signIn(address(), server.fingerprint(), new SignIn("admin", first));
        open.add(people);
        return people;
    }

    private interface Action {

        void run() throws Exception;
    }

    private static ProblemCode refused(Action action) {
        return catchThrowableOfType(Refused.class, action::run).code();
    }

    /** Notes what it hears. */
    private static final class Listening implements EventStream.Listener {
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final List<Event> events = new ArrayList<>();

        @Override
        public void anew() {
            heard.add("anew");
        }

        @Override
        public void event(Event event) {
            events.add(event);
            heard.add(event.type() + " " + event.subject());
        }

        @Override
        public void broken(TransferException why) {
            heard.add("broken");
        }

        @Override
        public void refused(Refused why) {
            heard.add("refused " + why.code().code());
        }

        private String next() throws InterruptedException {
            String next = heard.poll(60, TimeUnit.SECONDS);
            assertThat(next).as("something is heard").isNotNull();
            return next;
        }

        private void until(String wanted) throws InterruptedException {
            for (String next = next(); !next.equals(wanted); next = next()) {
                assertThat(next).isNotNull();
            }
        }
    }

    @Test
    void listsJobsAndTheirLogs() throws TransferException {
        Page<Job> page = admin.jobs(ActivityClient.Jobs.ALL, null, 2);
        assertThat(page.items()).extracting(Job::number).containsExactly(3L, 2L);
        assertThat(page.total()).isEqualTo(JOBS);
        assertThat(admin.jobs(ActivityClient.Jobs.ALL, page.next(), 2).items()).extracting(Job::number)
                .containsExactly(1L);
        assertThat(admin.jobs(new ActivityClient.Jobs(List.of(), "legacy", "s2"), null, 200).items())
                .extracting(Job::subject).containsExactly("s2");
        Job job = admin.job(2);
        assertThat(job.state()).isEqualTo(JobState.FAILED);
        assertThat(job.problem().code()).isEqualTo(ErrorCode.INTERNAL);
        assertThat(admin.log(2, null, 10).items().getLast().text()).startsWith("FAILED").contains("legacy");
        assertThat(refused(() -> admin.job(77))).isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(refused(() -> admin.log(77, null, 10))).isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(refused(() -> admin.jobs(ActivityClient.Jobs.ALL, null, 201))).isEqualTo(ProblemCode.BAD_REQUEST);
        assertThat(refused(() -> admin.jobs(ActivityClient.Jobs.ALL, "x", 10))).isEqualTo(ProblemCode.BAD_REQUEST);
        assertThat(admin.jobs(new ActivityClient.Jobs(List.of(), "'; drop table job; --", "../x"), null, 5).items())
                .isEmpty();
    }

    @Test
    void operatorsActAndViewersLook() throws IOException {
        people().add(new NewUser("vera", Role.VIEWER, PASSWORD));
        people().add(new NewUser("olga", Role.OPERATOR, PASSWORD));
        var vera = new ActivityClient(as("vera", PASSWORD));
        var olga = new ActivityClient(as("olga", PASSWORD));
        assertThat(vera.job(1).number()).isEqualTo(1);
        assertThat(refused(() -> vera.retry(1))).isEqualTo(ProblemCode.NOT_ALLOWED);
        assertThat(refused(() -> vera.cancel(1))).isEqualTo(ProblemCode.NOT_ALLOWED);
        assertThatThrownBy(() -> olga.cancel(1)).isInstanceOf(Refused.class).hasMessageContaining("job 1 is over");
        olga.retry(1);
        assertThat(people().audit(0).lines()).anySatisfy(line -> {
            assertThat(line.who()).isEqualTo("olga");
            assertThat(line.action()).isEqualTo("job tried again");
        });
        var stranger = new ActivityClient(new Connection(address(), server.fingerprint(), "forged",
                Connection.Patience.DEFAULTS));
        assertThat(refused(() -> stranger.events(ActivityClient.Events.ALL, null, 5)))
                .isEqualTo(ProblemCode.NOT_SIGNED_IN);
        assertThat(stranger.error("SPOOL_FULL", "de").message()).contains("Spool");
        assertThat(refused(() -> stranger.error("SPOOL_FULL", "fr"))).isEqualTo(ProblemCode.BAD_REQUEST);
        assertThat(refused(() -> stranger.error("SPOOL_FOOL", "en"))).isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(stranger.errors("en").errors()).hasSameSizeAs(stranger.errors("de").errors());
    }

    @Test
    void listsEventsNewestFirst() throws TransferException {
        Page<Event> failed = admin.events(new ActivityClient.Events(Event.Severity.CRITICAL, "job.failed", null, null),
                null, 2);
        assertThat(failed.total()).isEqualTo(JOBS);
        assertThat(failed.items()).hasSize(2).extracting(Event::code).containsOnly(ErrorCode.INTERNAL);
        assertThat(admin.events(new ActivityClient.Events(null, null, "s1", Instant.EPOCH), null, 50).items())
                .extracting(Event::type).contains("job.failed");
        assertThat(admin.events(new ActivityClient.Events(null, null, null, Instant.now().plusSeconds(60)), null, 50)
                .items()).isEmpty();
        assertThat(refused(() -> admin.events(
                new ActivityClient.Events(null, null, null, Instant.parse("-100000-01-01T00:00:00Z")), null, 5)))
                .isEqualTo(ProblemCode.BAD_REQUEST);
    }

    @Test
    void aStreamTellsWhatHappensAndGoesOnAfterTheServersRestart() throws Exception {
        var listener = new Listening();
        try (var _ = EventStream.open(connection, listener)) {
            assertThat(listener.next()).isEqualTo("anew");
            admin.retry(1);
            listener.until("job.failed s1");
            int port = server.port();
            server.close();
            listener.until("broken");
            server = serve(port);
            listener.until("anew");
            admin.retry(2);
            listener.until("job.failed s2");
        }
        assertThat(listener.events).extracting(Event::id).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void theStreamOfWhoIsSignedOutEnds() throws Exception {
        people().add(new NewUser("vera", Role.VIEWER, PASSWORD));
        Connection vera = as("vera", PASSWORD);
        var listener = new Listening();
        try (var _ = EventStream.open(vera, listener)) {
            assertThat(listener.next()).isEqualTo("anew");
            people().remove("vera");
            listener.until("refused not-signed-in");
        }
    }

    @Test
    void nobodyHoldsAllStreams() throws Exception {
        people().add(new NewUser("vera", Role.VIEWER, PASSWORD));
        Connection vera = as("vera", PASSWORD);
        var listener = new Listening();
        List<EventStream> streams = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            streams.add(EventStream.open(vera, listener));
            assertThat(listener.next()).isEqualTo("anew");
        }
        var seventeenth = new Listening();
        streams.add(EventStream.open(vera, seventeenth));
        assertThat(seventeenth.next()).isEqualTo("broken");
        streams.removeFirst().close();
        seventeenth.until("anew");
        streams.forEach(EventStream::close);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/jobs?state=running", "/v1/jobs?limit=0", "/v1/events?severity=BAD",
            "/v1/events?since=yesterday", "/v1/events?since=%2B1000000000-01-01T00:00:00Z", "/v1/jobs/x",
            "/v1/events/stream?after=x", "/v1/errors?language=../en"})
    void aParameterThatIsWrongIsNamed(String path) throws Exception {
        try (var http = new SignedIn(address(), "admin", first)) {
            var answer = http.get(path);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("bad-request")
                    .containsAnyOf("state", "limit", "severity", "since", "number", "after", "language");
        }
    }
}

package secondsite.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.Contact;
import secondsite.api.Json;
import secondsite.api.activity.Event;
import secondsite.api.activity.Job;
import secondsite.api.activity.JobState;
import secondsite.api.client.CertificateRequest;
import secondsite.api.client.Connection;
import secondsite.api.client.JoinClient;
import secondsite.api.client.PolicyClient;
import secondsite.api.client.ReportClient;
import secondsite.api.client.TlsIdentity;
import secondsite.api.machine.AgentReport;
import secondsite.api.machine.MachineInventory;
import secondsite.api.machine.MachineSummary;
import secondsite.api.policy.PolicyList;
import secondsite.api.replication.Ordered;
import secondsite.api.security.JoinRequest;
import secondsite.api.security.SignIn;
import secondsite.api.site.MasterTargetReport;
import secondsite.api.site.ProcessServerReport;
import secondsite.api.site.ServerLoad;
import secondsite.server.administration.Person;
import secondsite.server.administration.Surroundings;
import secondsite.server.configuration.ConfigurationServer;
import secondsite.server.settings.ConfigurationServerSettings;
import secondsite.server.settings.Listen;
import secondsite.server.settings.Size;
import secondsite.server.settings.Span;
import secondsite.server.stage.FirstStart;

/** The administrator's verbs as a person types them, at a real configuration server over real TLS. */
@Timeout(120)
class AdministrationTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final URI ELSEWHERE = URI.create("https://localhost:9443");
    private static final ServerLoad LOAD = new ServerLoad(0.25, 1 << 20, 1 << 30, 5L << 30, 9L << 30);

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Typing person = new Typing();
    private volatile Duration later = Duration.ZERO;
    private ConfigurationServer server;
    private FirstStart first;
    private Path passwordFile;

    @TempDir
    private Path folder;

    private record Ended(int code, String out, String err) {}

    /** Types what was put down before. */
    private static final class Typing implements Person {
        private final Queue<String> lines = new ArrayDeque<>();

        @Override
        public boolean present() {
            return false;
        }

        @Override
        public String answer(String question) {
            return lines.remove();
        }

        @Override
        public String secret(String question) {
            return lines.remove();
        }
    }

    /** Lines as they are printed. */
    private static final class Lines extends Writer {
        private final BlockingQueue<String> whole = new LinkedBlockingQueue<>();
        private final StringBuilder begun = new StringBuilder();

        @Override
        public void write(char[] text, int from, int length) {
            begun.append(text, from, length);
            for (int end = begun.indexOf("\n"); end >= 0; end = begun.indexOf("\n")) {
                whole.add(begun.substring(0, end));
                begun.delete(0, end + 1);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}

        private String until(String part) throws InterruptedException {
            while (true) {
                String line = whole.poll(60, TimeUnit.SECONDS);
                assertThat(line).as("a line with '%s'", part).isNotNull();
                if (line.contains(part)) {
                    return line;
                }
            }
        }
    }

    @BeforeEach
    void start() throws IOException {
        Path own = folder.resolve("server");
        first = FirstStart.in(own);
        server = ConfigurationServer.start(new ConfigurationServerSettings(own,
                new Listen("127.0.0.1", 0, 100, new Size(32 << 20)), List.of("localhost"),
                new Span(Duration.ofDays(100))), () -> Instant.now().plus(later), RANDOM);
        open.add(server);
        passwordFile = Files.writeString(folder.resolve("password"), first.password() + "\n");
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private Path session() {
        return folder.resolve("config").resolve("secondsite").resolve("session.json");
    }

    private Surroundings surroundings() {
        return new Surroundings(session(), ZoneId.of("Asia/Kolkata"), InstantSource.system(), person);
    }

    private Ended run(Object... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Main.run(surroundings(), new PrintWriter(out, true), new PrintWriter(err, true),
                Arrays.stream(words).map(Object::toString).toArray(String[]::new));
        return new Ended(code, out.toString(), err.toString());
    }

    private String well(Object... words) {
        Ended ended = run(words);
        assertThat(ended.code()).as(ended.toString()).isZero();
        return ended.out();
    }

    private byte[] json(Object... words) {
        var all = new ArrayList<>(List.of(words));
        all.add("--json");
        return well(all.toArray()).getBytes(StandardCharsets.UTF_8);
    }

    private URI address() {
        return URI.create("https://localhost:" + server.port());
    }

    private void login() {
        well("login", "--server", address(), "--authority", server.fingerprint().text(), "--user", "admin",
                "--password-file", passwordFile);
    }

    private ReportClient joined(String kind, String name) throws IOException {
        CertificateRequest request = CertificateRequest.create(name, RANDOM);
        TlsIdentity identity;
        try (var stranger = new JoinClient(address(), server.fingerprint())) {
            identity = TlsIdentity.joined(request.key(), stranger.join(new JoinRequest(kind, name, request.pem(),
                    kind.equals("agent") ? List.of() : List.of("localhost"), first.passphrase(),
                    null)));
        }
        var connection = new Connection(address(), identity, Connection.Patience.DEFAULTS);
        open.add(connection);
        return new ReportClient(connection);
    }

    /** A machine of this name with one disk, root, of 1.5 GiB. */
    private void machine(String name) throws IOException {
        joined("agent", name).report(new AgentReport("1.0", Instant.now(), null, null,
                new MachineInventory("host-of-" + name, "Some Linux 12", 4L << 30, 2,
                        List.of(new MachineInventory.DiskFacts(UUID.randomUUID(), "root", 3L << 29, "/dev/root")),
                        List.of()),
                List.of(), List.of()));
    }

    private void servers() throws IOException {
        joined("process-server", "gateway")
                .report(new ProcessServerReport("1.0", Instant.now(), ELSEWHERE, null, LOAD, List.of()));
        joined("master-target", "keeper")
                .report(new MasterTargetReport("1.0", Instant.now(), ELSEWHERE, null, LOAD, null, List.of()));
    }

    @Test
    void theSessionIsKeptForItsOwnerAloneUntilLogout() throws IOException {
        login();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(session()))).isEqualTo("rw-------");
        assertThat(Files.list(session().getParent())).containsExactly(session());
        well("machines");
        byte[] before = Files.readAllBytes(session());
        assertThat(well("logout")).contains("signed out");
        assertThat(session()).doesNotExist();
        Files.write(session(), before);
        Ended over = run("machines");
        assertThat(over.code()).isEqualTo(2);
        assertThat(over.err()).contains("not-signed-in", "secondsite login --server " + address(),
                server.fingerprint().text());
    }

    @Test
    void withoutASessionAVerbSaysWhatToDo() throws IOException {
        for (String verb : List.of("machines", "logout", "health")) {
            Ended ended = run(verb);
            assertThat(ended.code()).isEqualTo(2);
            assertThat(ended.err()).contains("nobody is signed in", "secondsite login --server");
            assertThat(ended.out()).isEmpty();
        }
        Files.createDirectories(session().getParent());
        Files.writeString(session(), "{}");
        assertThat(run("machines").code()).isEqualTo(2);
    }

    @Test
    void aPasswordIsAskedForAndAWrongOneLeavesNoSession() throws IOException {
        Object[] login = {"login", "--server", address(), "--authority", server.fingerprint().text(), "--user",
                "admin"};
        person.lines.add("wrong");
        Ended wrong = run(login);
        assertThat(wrong.code()).isEqualTo(1);
        assertThat(wrong.err()).contains("name or password is wrong");
        assertThat(session()).doesNotExist();
        person.lines.add(Files.readString(passwordFile).strip());
        assertThat(well(login)).contains("as admin, admin");
        Ended forged = run("login", "--server", address(), "--authority", "sha256:" + "0".repeat(64), "--user", "admin",
                "--password-file", passwordFile);
        assertThat(forged.code()).isEqualTo(3);
        assertThat(forged.err()).contains("another deployment");
    }

    @Test
    void aServerThatIsAwayEndsWithThree() {
        login();
        URI before = address();
        server.close();
        Ended ended = run("machines");
        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.err()).contains("cannot be reached", before.toString());
        assertThat(run("logout").code()).isEqualTo(3);
        assertThat(session()).as("nobody goes on with it").doesNotExist();
    }

    @Test
    void anAdministratorsCertificateNeedsNoSession() throws IOException {
        machine("web");
        Path certificates = folder.resolve("server").resolve("administrator");
        assertThat(well("machines", "--certificate-folder", certificates, "--server", address())).contains("web");
        assertThat(run("machines", "--server", address()).code()).isEqualTo(Main.USAGE);
    }

    @Test
    void machinesAreFoundByNameAndIdAndToldInTheViewersZone() throws IOException {
        login();
        machine("web");
        machine("db");
        assertThat(well("machines")).contains("web", "db", "host-of-db", "1.5 GiB", "+05:30", "heard");
        assertThat(well("machines", "OF-W")).contains("web").doesNotContain("db");
        MachineSummary web = Json.readPage(json("machines", "web"), MachineSummary.class).items().getFirst();
        String told = well("machine", web.id());
        assertThat(told).isEqualTo(well("machine", "WEB"));
        assertThat(told).contains("unprotected", "enable", "NOT_PROTECTED", "root", "not protected");
        Ended unknown = run("machine", "wep");
        assertThat(unknown.code()).isEqualTo(1);
        assertThat(unknown.err()).contains("no machine 'wep'", "db, web");
        assertThat(run("protect", "web", "--disk", "boot").err()).contains("no disk of web 'boot'", "root");
        assertThat(run("protect", "web", "--policy", "none").err()).contains("no policy 'none'");
    }

    @Test
    void jsonIsTheRecordAndNothingElse() throws IOException {
        login();
        machine("web");
        assertThat(Json.readPage(json("machines"), MachineSummary.class).items()).hasSize(1)
                .extracting(MachineSummary::name, MachineSummary::bytes, MachineSummary::contact)
                .containsExactly(tuple("web", 3L << 29, Contact.HEARD));
        try (Connection admin = Connection.signIn(address(), server.fingerprint(),
                new SignIn("admin", Files.readString(passwordFile).strip()))) {
            PolicyList policies = new PolicyClient(admin).policies();
            assertThat(Json.read(json("policies"), PolicyList.class)).isEqualTo(policies);
            assertThat(well("policies"))
                    .contains(policies.policies().stream().map(each -> each.name()).toList());
        }
        for (String words : List.of("machine web", "servers", "sites", "groups", "alerts", "events", "health", "errors",
                "users", "audit", "audit --verify", "credentials", "jobs", "tokens make --kind agent")) {
            assertThat(Json.read(json((Object[]) words.split(" ")), Object.class)).as(words).isInstanceOf(Map.class);
            well((Object[]) words.split(" "));
        }
    }

    @Test
    void aRefusalEndsWithOneAndItsReason() throws IOException {
        login();
        machine("web");
        Ended refused = run("pause", "web");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("conflict: ", "NOT_PROTECTED");
        assertThat(refused.out()).isEmpty();
        assertThat(run("job", "77").err()).contains("not-found: ");
        assertThat(run("jobs", "cancel", "77").code()).isEqualTo(1);
        assertThat(run("move", "web").code()).isEqualTo(Main.USAGE);
    }

    @Test
    void whatDestroysAsksFirst() throws IOException {
        login();
        machine("web");
        person.lines.add("wep");
        Ended ended = run("unprotect", "web", "--reason", "test");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("nothing was done");
        person.lines.add("web");
        assertThat(run("unprotect", "web", "--reason", "test").err()).contains("NOT_PROTECTED");
        assertThat(run("unprotect", "web", "--reason", "test", "--yes").err()).contains("NOT_PROTECTED");
        assertThat(person.lines).isEmpty();
    }

    @Test
    void aJobIsBegunWatchedAndGivenUp() throws Exception {
        login();
        machine("web");
        servers();
        var heard = new Lines();
        var said = new Lines();
        Thread follows = Thread.ofVirtual().start(() -> Main.run(surroundings(), new PrintWriter(heard, true),
                new PrintWriter(said, true), "events", "--follow", "--machine", "web", "--json"));
        said.until("listening");
        long number = Json.read(json("protect", "web", "--process-server", "gateway", "--disk", "root"), Ordered.class)
                .job();
        Event first = Json.read(heard.until("{").getBytes(StandardCharsets.UTF_8), Event.class);
        assertThat(first.about()).isEqualTo("web");
        follows.interrupt();
        follows.join();
        assertThat(well("jobs", "--state", "waiting,running,retrying")).contains("web", "admin", "+05:30");
        assertThat(well("machine", "web")).contains("gateway", "keeper", "enabling");
        var progress = new Lines();
        var outcome = new StringWriter();
        var ends = new LinkedBlockingQueue<Integer>();
        Thread.ofVirtual().start(() -> ends.add(Main.run(surroundings(), new PrintWriter(outcome, true),
                new PrintWriter(progress, true), "job", String.valueOf(number), "--wait")));
        progress.until("job " + number + ": ");
        well("jobs", "cancel", number);
        assertThat(endOf(ends)).isEqualTo(1);
        assertThat(outcome.toString()).contains("job " + number + " is cancelled");
        assertThat(Json.read(json("job", number), Job.class).state()).isEqualTo(JobState.CANCELLED);
        assertThat(well("job", number, "--log")).contains("+05:30").containsIgnoringCase("cancel");
    }

    /** The programs that the job waits for are away; the server's clock goes on until it waits no longer. */
    private int endOf(BlockingQueue<Integer> ends) throws InterruptedException {
        Integer code = null;
        while (code == null) {
            later = later.plus(Duration.ofMinutes(1));
            code = ends.poll(1, TimeUnit.SECONDS);
        }
        return code;
    }

    @Test
    void whoStopsWaitingIsToldThatTheJobGoesOn() throws Exception {
        login();
        machine("web");
        servers();
        var progress = new Lines();
        Thread waits = Thread.ofVirtual().start(() -> Main.run(surroundings(), new PrintWriter(new StringWriter()),
                new PrintWriter(progress, true), "protect", "web", "--wait"));
        progress.until("job ");
        waits.interrupt();
        assertThat(progress.until("goes on at the server")).contains("secondsite job ");
        waits.join();
        assertThat(Json.readPage(json("jobs"), Job.class).items().getFirst().state().over()).isFalse();
    }

    @Test
    void errorsAreToldInGermanToo() {
        login();
        assertThat(well("errors", "SPOOL_FULL", "--language", "de")).contains("Der Spool des Agenten ist voll",
                "Bringen Sie");
        assertThat(well("errors", "--language", "de")).contains("SPOOL_FULL", "RESYNC_REQUIRED");
        assertThat(run("errors", "SPOOL_FOOL").code()).isEqualTo(1);
    }
}

package secondsite.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.client.ReportClient;
import secondsite.api.client.TlsIdentity;
import secondsite.api.machine.AgentReport;
import secondsite.api.machine.DiskReport;
import secondsite.api.machine.MachineInventory;
import secondsite.api.machine.MachineInventory.DiskFacts;
import secondsite.api.security.Role;

/**
 * Every operation that the document tells is refused to whom it says it is not for, and nothing is changed by that. A real server, real
 * TLS, a client that knows nothing of ours.
 */
@Timeout(120)
class RefusalsTest {

    private static final Pattern NEEDED = Pattern.compile("Needs the role (\\w+)");
    private static final int NOT_SIGNED_IN = 401;
    private static final int NOT_ALLOWED = 403;
    private static final List<String> KINDS = List.of("agent", "process-server", "master-target");
    /** They grow and change by themselves, or because somebody looks. */
    private static final Set<String> NO_CONFIGURATION = Set.of("session", "event", "alert", "churn",
            "flyway_schema_history");

    /**
     * What can be asked for.
     *
     * @param needed  role that the document names; empty when it names none
     * @param people  whether people may at all
     * @param anybody whether everybody may
     */
    private record Operation(String method, String path, String summary, Optional<Role> needed, boolean people,
            boolean anybody) {

        boolean reads() {
            return method.equals("GET");
        }

        boolean includes(Role role) {
            return role.includes(needed.orElse(Role.VIEWER));
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /** Somebody who asks. @param token empty for none */
    private record Caller(HttpClient client, Optional<String> token) {}

    private final List<AutoCloseable> open = new ArrayList<>();
    private final UUID disk = UUID.randomUUID();
    private LiveServer server;
    private List<Operation> operations;
    /** Real ones, so that nothing is refused only because it is not there. By the parameter's path. */
    private Map<String, String> things;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws Exception {
        server = new LiveServer(folder);
        open.add(server);
        TlsIdentity web = server.identity("agent", "web");
        var connection = new secondsite.api.client.Connection(server.address(), web,
                secondsite.api.client.Connection.Patience.DEFAULTS);
        open.add(connection);
        new ReportClient(connection).report(report(disk));
        things = Map.of("/v1/machines/{id}", machine("web"), "/v1/machines/{machine}", machine("web"),
                "/v1/users/{name}", "admin", "/v1/certificates/{serial}",
                web.certificate().getSerialNumber().toString(16), "/v1/policies/{id}",
                server.policies().policies().policies().getFirst().id().toString(), "/v1/sites/{id}",
                server.inventory().sites().getFirst().id().toString(), "/v1/host-groups/{id}",
                server.inventory().groups().getFirst().id().toString());
        HttpResponse<InputStream> document = stranger().client().send(
                HttpRequest.newBuilder(server.address().resolve("/v1/openapi.yaml")).build(),
                HttpResponse.BodyHandlers.ofInputStream());
        operations = new ArrayList<>();
        try (InputStream text = document.body()) {
            new YAMLMapper().readTree(text).get("paths").properties().forEach(path -> path.getValue().properties()
                    .forEach(method -> operations.add(operation(path.getKey(), method.getKey(), method.getValue()))));
        }
        assertThat(operations).hasSizeGreaterThan(60);
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private static Operation operation(String path, String method, JsonNode told) {
        String summary = told.get("summary").asText();
        Matcher role = NEEDED.matcher(summary);
        boolean people = false;
        for (JsonNode way : told.get("security")) {
            people |= way.has("session");
        }
        return new Operation(method.toUpperCase(Locale.ROOT), path, summary,
                role.find() ? Optional.of(Role.of(role.group(1))) : Optional.empty(), people,
                told.get("security").isEmpty());
    }

    private static AgentReport report(UUID disk) {
        var standing = new DiskReport(disk, DiskReport.State.UNPROTECTED, null, Instant.EPOCH, 1 << 20, 0, 0, 0, 0, 0,
                0,
                0, 0, 0, 0, null, null, List.of());
        return new AgentReport("1.0", Instant.now(), null, null, new MachineInventory("host", "Some Linux", 1 << 30, 2,
                List.of(new DiskFacts(disk, "root", 1 << 20, "/dev/root")), List.of()), List.of(standing), List.of());
    }

    private String machine(String agent) throws IOException {
        return server.inventory().machines(secondsite.api.client.InventoryClient.Search.ALL, null, 10).items().stream()
                .filter(machine -> machine.agent().equals(agent)).findFirst().orElseThrow().id().toString();
    }

    private Caller stranger() throws Exception {
        SSLContext context = SSLContext.getInstance(TlsIdentity.PROTOCOL);
        context.init(null, new TrustManager[]{server.administrator().trustManager()}, null);
        return caller(context, Optional.empty());
    }

    private Caller person(Role role) throws Exception {
        return new Caller(stranger().client(), Optional.of(server.tokenOf(role)));
    }

    private Caller with(TlsIdentity identity) {
        return caller(identity.sslContext(), Optional.empty());
    }

    private Caller caller(SSLContext context, Optional<String> token) {
        HttpClient client = HttpClient.newBuilder().sslContext(context).build();
        open.add(client);
        return new Caller(client, token);
    }

    /** @return status of the answer to an empty record */
    private int ask(Caller caller, Operation operation) {
        String path = operation.path();
        for (Map.Entry<String, String> thing : things.entrySet()) {
            String place = thing.getKey().substring(0, thing.getKey().indexOf('{'));
            path = path.startsWith(thing.getKey()) ? path.replace(thing.getKey(), place + thing.getValue()) : path;
        }
        path = path.replaceAll("\\{(number|serial)}", "1").replaceAll("\\{[^}]+}", UUID.randomUUID().toString());
        HttpRequest.Builder request = HttpRequest.newBuilder(server.address().resolve(path))
                .header("Content-Type", "application/json").method(operation.method(), operation.reads()
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString("{}"));
        caller.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        try {
            HttpResponse<InputStream> answer = caller.client().send(request.build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            answer.body().close();
            return answer.statusCode();
        } catch (IOException e) {
            throw new AssertionError(operation + " was not answered", e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** All of the configuration, and every line of the audit log. */
    private Map<String, List<String>> configuration() throws SQLException {
        Map<String, List<String>> all = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + server.database())) {
            for (String table : rows(connection, "select name from sqlite_master where type = 'table'")) {
                if (!NO_CONFIGURATION.contains(table)) {
                    all.put(table, rows(connection, "select * from " + table));
                }
            }
        }
        assertThat(all).containsKeys("audit", "policy", "account", "protection", "job");
        return all;
    }

    private static List<String> rows(Connection connection, String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement(); ResultSet found = statement.executeQuery(query)) {
            while (found.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                    row.add(found.getString(i));
                }
                rows.add(String.join("|", row));
            }
        }
        return rows;
    }

    private Stream<Operation> all() {
        return operations.stream();
    }

    @Test
    void whatChangesSomethingNeedsMoreThanLooking() {
        assertThat(all().filter(each -> !each.reads() && each.people() && each.includes(Role.VIEWER)))
                .allMatch(each -> each.summary().contains("changes nothing") || each.summary().contains("own")
                        || each.path().contains("own"));
        assertThat(all().filter(each -> each.needed().filter(Role.ADMIN::equals).isPresent())).isNotEmpty();
        assertThat(all().filter(each -> each.needed().filter(Role.OPERATOR::equals).isPresent())).isNotEmpty();
    }

    @Test
    void nobodyGetsAnythingWithoutASession() throws Exception {
        Map<String, List<String>> before = configuration();
        var forger = new Caller(stranger().client(), Optional.of("forged"));
        for (Caller caller : List.of(stranger(), forger)) {
            assertThat(all().filter(each -> !each.anybody())).isNotEmpty().allSatisfy(
                    each -> assertThat(ask(caller, each)).as(each.toString()).isEqualTo(NOT_SIGNED_IN));
        }
        assertThat(configuration()).isEqualTo(before);
    }

    @Test
    void aRoleThatIsTooLowIsRefusedAndChangesNothing() throws Exception {
        for (Role role : List.of(Role.VIEWER, Role.OPERATOR)) {
            Caller person = person(role);
            Map<String, List<String>> before = configuration();
            assertThat(all().filter(each -> !each.anybody() && each.people() && !each.includes(role))).isNotEmpty()
                    .allSatisfy(each -> assertThat(ask(person, each)).as(role + " " + each).isEqualTo(NOT_ALLOWED));
            assertThat(all().filter(each -> !each.anybody() && !each.people())).isNotEmpty()
                    .allSatisfy(each -> assertThat(ask(person, each)).as(role + " " + each)
                            .isIn(NOT_SIGNED_IN, NOT_ALLOWED));
            assertThat(configuration()).isEqualTo(before);
        }
    }

    @Test
    void eachRoleIsAnsweredWhereTheDocumentSaysSo() throws Exception {
        Caller viewer = person(Role.VIEWER);
        assertThat(all().filter(each -> each.people() && each.needed().filter(Role.VIEWER::equals).isPresent()))
                .isNotEmpty().allSatisfy(each -> assertThat(ask(viewer, each)).as(each.toString())
                        .isNotIn(NOT_SIGNED_IN, NOT_ALLOWED));
        Caller operator = person(Role.OPERATOR);
        assertThat(all().filter(each -> each.needed().filter(Role.OPERATOR::equals).isPresent())).isNotEmpty()
                .allSatisfy(each -> assertThat(ask(operator, each)).as(each.toString())
                        .isNotIn(NOT_SIGNED_IN, NOT_ALLOWED));
        Caller administrator = with(server.administrator());
        assertThat(all().filter(each -> each.needed().filter(Role.ADMIN::equals).isPresent())).isNotEmpty()
                .allSatisfy(each -> assertThat(ask(administrator, each)).as(each.toString())
                        .isNotIn(NOT_SIGNED_IN, NOT_ALLOWED));
    }

    @Test
    void programsAreAnsweredOnlyWhereTheyReport() throws Exception {
        for (String kind : KINDS) {
            Caller program = with(server.identity(kind, "other-" + kind));
            Map<String, List<String>> before = configuration();
            assertThat(all().filter(each -> !each.anybody())).isNotEmpty().allSatisfy(each -> {
                boolean fetched = kind.equals("process-server") && each.path().startsWith("/v1/packages");
                boolean own = fetched || !each.people()
                        && (each.path().endsWith("/" + kind) || KINDS.stream().noneMatch(each.path()::endsWith));
                if (own) {
                    assertThat(ask(program, each)).as(kind + " " + each).isNotIn(NOT_SIGNED_IN, NOT_ALLOWED);
                } else {
                    assertThat(ask(program, each)).as(kind + " " + each).isIn(NOT_SIGNED_IN, NOT_ALLOWED);
                }
            });
            assertThat(configuration()).isEqualTo(before);
        }
    }

    @Test
    void anAgentSaysNothingOfAnotherOnesMachine() throws Exception {
        var connection = new secondsite.api.client.Connection(server.address(), server.identity("agent", "thief"),
                secondsite.api.client.Connection.Patience.DEFAULTS);
        open.add(connection);
        String web = machine("web");
        String before = server.inventory().machine(UUID.fromString(web)).disks().toString();
        var thief = new ReportClient(connection);
        thief.report(report(disk));
        assertThat(server.inventory().machine(UUID.fromString(web)).disks().toString()).isEqualTo(before);
        assertThat(server.inventory().machine(UUID.fromString(machine("thief"))).disks()).isEmpty();
    }
}

package secondsite.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.ProblemCode;
import secondsite.api.activity.AlertMute;
import secondsite.api.client.AlertClient;
import secondsite.api.client.HealthClient;
import secondsite.api.client.ReportClient;
import secondsite.api.client.TransferException.Refused;
import secondsite.api.machine.AgentReport;
import secondsite.api.machine.MachineInventory;
import secondsite.api.security.Role;
import secondsite.api.site.ProcessServerReport;
import secondsite.api.site.ServerLoad;
import secondsite.api.transfer.GatewayStatus;
import secondsite.api.transfer.Position;
import secondsite.server.configuration.health.HealthRound;

/** The numbers of a real server, read by another parser than the library's, and held against what is known. */
@Timeout(120)
class MetricsTest {

    private LiveServer server;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        server = new LiveServer(folder);
    }

    @AfterEach
    void end() throws Exception {
        server.close();
    }

    /** The text format, line by line: what each number is called, with its labels in the order of their names. */
    private static Map<String, Double> parsed(String text) {
        Pattern sample = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)\\})? (\\S+)");
        Pattern label = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\",?");
        Map<String, Double> numbers = new HashMap<>();
        Set<String> families = new HashSet<>();
        for (String line : text.lines().toList()) {
            if (line.startsWith("# TYPE ")) {
                assertThat(families.add(line.split(" ")[2])).as("%s is told twice", line).isTrue();
            } else if (!line.startsWith("# HELP ")) {
                Matcher found = sample.matcher(line);
                assertThat(found.matches()).as(line).isTrue();
                Map<String, String> labels = new TreeMap<>();
                Matcher each = label.matcher(found.group(2) == null ? "" : found.group(2));
                int end = 0;
                while (each.find()) {
                    assertThat(each.start()).as(line).isEqualTo(end);
                    end = each.end();
                    labels.put(each.group(1), each.group(2));
                }
                String family = found.group(1).replaceAll("_(bucket|count|sum)$", "");
                assertThat(families.contains(family) || families.contains(found.group(1))).as(line).isTrue();
                assertThat(numbers.put(found.group(1) + labels, number(found.group(3)))).as(line).isNull();
            }
        }
        return numbers;
    }

    private static double number(String text) {
        return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    }

    private Map<String, Double> numbers() throws IOException {
        return parsed(new HealthClient(server.asAdministrator()).metrics());
    }

    @Test
    void theNumbersAreWhatIsKnown() throws Exception {
        ReportClient agent = server.joined("agent", "web");
        for (int i = 0; i < 3; i++) {
            agent.report(new AgentReport("1.0", server.now(), null, null,
                    new MachineInventory("web", "Linux", 1, 1, List.of(), List.of()), List.of(), List.of()));
        }
        ReportClient gateway = server.joined("process-server", "gate");
        gateway.report(new ProcessServerReport("1.0", server.now().minusSeconds(70), URI.create("https://gate:9443"),
                null, new ServerLoad(0.5, 1, 10, 90, 100),
                List.of(new GatewayStatus(UUID.randomUUID(), "shipping", 1, new Position(1, 1, 1), 40, 0, 0,
                        0, null),
                        new GatewayStatus(UUID.randomUUID(), "shipping", 1, new Position(1, 1, 1), 2, 0, 0, 0,
                                null))));
        server.part(HealthRound.class).run();
        assertThat(new AlertClient(server.asAdministrator()).alerts(AlertClient.Filter.OPEN, null, 10).total())
                .isEqualTo(1);
        Map<String, Double> numbers = numbers();
        assertThat(numbers).containsEntry("secondsite_reports_total{kind=agent}", 3.0)
                .containsEntry("secondsite_reports_total{kind=process-server}", 1.0)
                .containsEntry("secondsite_machines{health=UNKNOWN, state=UNPROTECTED}", 1.0)
                .containsEntry("secondsite_machines{health=OK, state=PROTECTED}", 0.0)
                .containsEntry("secondsite_servers{health=WARNING, kind=process-server, server=gate}", 1.0)
                .containsEntry("secondsite_servers{health=OK, kind=process-server, server=gate}", 0.0)
                .containsEntry("secondsite_cache_bytes{server=gate}", 42.0)
                .containsEntry("secondsite_store_free_bytes{kind=process-server, server=gate}", 90.0)
                .containsEntry("secondsite_alerts_open{severity=WARNING}", 1.0)
                .containsEntry("secondsite_alerts_open{severity=CRITICAL}", 0.0)
                .containsEntry("secondsite_jobs{state=RUNNING}", 0.0)
                .containsEntry(
                        "secondsite_requests_seconds_count{method=POST, path=/v1/reports/agent, status=200}", 3.0)
                .containsEntry("secondsite_requests_seconds_bucket{le=+Inf, method=GET, path=/v1/alerts, status=200}",
                        1.0);
        assertThat(numbers.keySet()).noneMatch(name -> name.startsWith("secondsite_rpo_seconds"))
                .anyMatch(name -> name.startsWith("jvm_memory_used_bytes"));
        assertThat(numbers.get("secondsite_health_age_seconds{}")).isNotNegative();
    }

    @Test
    void whatWasAskedForInVainIsCountedUnderOneName() throws Exception {
        var admin = new AlertClient(server.asAdministrator());
        catchThrowableOfType(Refused.class, () -> admin.mute(7, new AlertMute(5)));
        catchThrowableOfType(Refused.class, () -> admin.mute(8, new AlertMute(5)));
        assertThat(numbers()).containsEntry(
                "secondsite_requests_seconds_count{method=POST, path=/v1/alerts/{id}/mute, status=404}", 2.0);
    }

    @Test
    void theyAreForPeopleWhoMaySeeThem() throws Exception {
        assertThat(new HealthClient(server.as(Role.VIEWER)).metrics()).contains("secondsite_machines");
        assertThat(catchThrowableOfType(Refused.class, new HealthClient(server.stranger())::metrics).code())
                .isEqualTo(ProblemCode.NOT_SIGNED_IN);
    }
}

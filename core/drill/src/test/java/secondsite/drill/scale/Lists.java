package secondsite.drill.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import secondsite.api.Contact;
import secondsite.api.Page;
import secondsite.api.activity.Alert;
import secondsite.api.activity.ErrorCode;
import secondsite.api.client.AlertClient;
import secondsite.api.client.AlertClient.Filter;
import secondsite.api.client.Connection;
import secondsite.api.client.InventoryClient;
import secondsite.api.client.InventoryClient.Search;
import secondsite.api.machine.MachineSummary;

/** What an administrator asks of a server with many machines: whether it is right, and how long it takes. */
final class Lists {

    private static final Set<ErrorCode> SILENT = EnumSet.of(ErrorCode.AGENT_SILENT, ErrorCode.SERVER_SILENT);
    private static final int DISKS = 3;
    private static final int LONGEST_PAGE = 500;
    private static final int USUAL_PAGE = 50;

    private final int machines;
    private final InventoryClient client;
    private final AlertClient alerts;
    private final Map<String, List<Double>> millis = new LinkedHashMap<>();

    Lists(int machines, Connection connection) throws IOException {
        this.machines = machines;
        this.client = new InventoryClient(connection);
        this.alerts = new AlertClient(connection);
        client.sites();
    }

    /** One of the things that can be asked. */
    private interface Question<T> {

        T ask() throws IOException;
    }

    private <T> T timed(String what, Question<T> question) throws IOException {
        long begin = System.nanoTime();
        T answer = question.ask();
        millis.computeIfAbsent(what, _ -> new ArrayList<>()).add((System.nanoTime() - begin) / 1e6);
        return answer;
    }

    /** All machines are there with all their disks, and nobody is called silent. */
    void ask() throws IOException {
        List<MachineSummary> all = pages(LONGEST_PAGE, machines);
        assertThat(all).hasSize(machines);
        assertThat(all.stream().filter(machine -> machine.disks() != DISKS).limit(3)).isEmpty();
        assertThat(all.stream().map(MachineSummary::id).distinct().count()).isEqualTo(machines);
        nobodyIsSilent(all);
        pages(USUAL_PAGE, 20 * USUAL_PAGE);
        search("machine-00042", 1);
        search("10.0.42.7", 1);
        search("ubuntu", machines / 4);
        timed("one machine", () -> client.machine(all.getLast().id()));
    }

    private void nobodyIsSilent(List<MachineSummary> all) throws IOException {
        assertThat(all.stream().filter(machine -> machine.contact() == Contact.SILENT).limit(3)).isEmpty();
        String next = null;
        do {
            Page<Alert> page = alerts.alerts(Filter.ALL, next, LONGEST_PAGE);
            assertThat(page.items().stream().filter(alert -> SILENT.contains(alert.code())).limit(3)).isEmpty();
            next = page.next();
        } while (next != null);
    }

    private List<MachineSummary> pages(int length, int atMost) throws IOException {
        List<MachineSummary> all = new ArrayList<>();
        String next = null;
        do {
            String after = next;
            Page<MachineSummary> page = timed("a page of " + length, () -> client.machines(Search.ALL, after, length));
            assertThat(page.total()).isEqualTo(machines);
            all.addAll(page.items());
            next = page.next();
        } while (next != null && all.size() < atMost);
        return all;
    }

    private void search(String text, int found) throws IOException {
        assertThat(timed("a search for '" + text + "'",
                () -> client.machines(new Search(text, null, null), null, USUAL_PAGE)).total()).isEqualTo(found);
    }

    /** What was asked, and what it took. */
    List<String> told() {
        return millis.entrySet().stream().map(each -> told(each.getKey(), each.getValue())).toList();
    }

    private static String told(String what, List<Double> took) {
        double[] sorted = took.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return String.format(Locale.ROOT, "%s: p50 %.1f, p95 %.1f, most %.1f ms, %d of %d over 200 ms", what,
                sorted[(sorted.length - 1) / 2], sorted[(int) Math.ceil(0.95 * sorted.length) - 1],
                sorted[sorted.length - 1], Arrays.stream(sorted).filter(each -> each > 200).count(), sorted.length);
    }
}

package secondsite.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import secondsite.agent.control.AgentStatus;
import secondsite.agent.control.ControlServer;
import secondsite.agent.control.MarkResult;
import secondsite.agent.control.Order;
import secondsite.agent.control.Orders;
import secondsite.api.Json;

/** The verbs as a person types them: which order they give over a real socket, what they print and how they end. */
@Timeout(60)
class VerbsTest {

    private static final UUID DISK = UUID.fromString("00000000-0000-0001-0000-000000000002");

    private Order given;

    @TempDir
    private Path folder;

    private record Ended(int code, String out, String err) {}

    private static Ended run(String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true))
                .execute(words);
        return new Ended(code, out.toString(), err.toString());
    }

    private Path socket() {
        return folder.resolve("control.sock");
    }

    private Orders answering(Object answer) {
        return order -> {
            given = order;
            return answer;
        };
    }

    private Ended ordered(Object answer, String words) throws IOException {
        String[] command = (words + " --control " + socket()).split(" ");
        try (ControlServer _ = new ControlServer(socket(), answering(answer))) {
            return run(command);
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            agent copy pause                              | COPY_PAUSE    |
            agent copy resume --disk data                 | COPY_RESUME   | data
            agent resync start                            | RESYNC_RESUME |
            agent resync start --all --disk a --disk b    | RESYNC_ALL    | a b
            agent resync pause --disk data                | RESYNC_PAUSE  | data
            agent checkpoint                              | CHECKPOINT    |
            """, delimiter = '|')
    void aVerbGivesItsOrder(String words, Order.Verb verb, String disks) throws IOException {
        Ended ended = ordered(null, words);
        assertThat(ended).isEqualTo(new Ended(0, "", ""));
        assertThat(given).isEqualTo(Order.of(verb, disks == null ? List.of() : Arrays.asList(disks.split(" "))));
    }

    @Test
    void aMarkIsPlacedWithItsKindLabelAndIdAndItsRecordsArePrinted() throws IOException {
        UUID id = new UUID(7, 8);
        Ended ended = ordered(new MarkResult(id, Map.of(DISK, 42L)),
                "agent mark --kind app --label before-lunch --id " + id);
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(given).isEqualTo(new Order(Order.Verb.MARK, List.of(), "app", id, "before-lunch"));
        assertThat(ended.out()).contains("mark " + id).contains(DISK + " record 42");
    }

    @Test
    void aMarkIsABookmarkUnlessSomethingElseIsSaid() throws IOException {
        Ended ended = ordered(new MarkResult(DISK, Map.of(DISK, 42L)), "agent mark --json");
        assertThat(given.kind()).isEqualTo("bookmark");
        var told = Json.read(ended.out().getBytes(), MarkResult.class);
        assertThat(told).isEqualTo(new MarkResult(DISK, Map.of(DISK, 42L)));
    }

    private static AgentStatus status() {
        var shipping = new AgentStatus.Shipping("Sending", 90, 80, 20, 3 << 20, 5 << 20, 1 << 20, 1.5);
        var job = new AgentStatus.Job("RESYNC", "RUNNING", 1 << 20, 4 << 20, 1 << 19, 1 << 20, 3L,
                "waiting for the target", null);
        return new AgentStatus("machine", List.of(new AgentStatus.DiskStatus(DISK, "data", 64 << 20, "RESYNCING",
                "the spool is full", Instant.EPOCH, new AgentStatus.SpoolStatus(9 << 20, 16 << 20, true), 100, 4 << 20,
                shipping, job, List.of("/spool: make room there"))), null);
    }

    @Test
    void theStatusOfADiskIsShownToAPerson() throws IOException {
        Ended ended = ordered(status(), "agent status");
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(given).isEqualTo(Order.of(Order.Verb.STATUS, List.of()));
        assertThat(ended.out()).contains("data").contains("64").contains(DISK.toString())
                .contains("RESYNCING: the spool is full").contains("(more than half)").contains("20 records")
                .contains("1.5 s behind").contains("RESYNC RUNNING").contains("waiting for the target")
                .contains("problem   /spool: make room there");
    }

    @Test
    void theStatusAsJsonHasEverything() throws IOException {
        Ended ended = ordered(status(), "agent status --json");
        assertThat(Json.read(ended.out().getBytes(), AgentStatus.class)).isEqualTo(status());
    }

    @Test
    void aReasonNotToIsPrintedInOneLineAndEndsWith1() throws IOException {
        try (ControlServer _ = new ControlServer(socket(), order -> {
            throw new IllegalArgumentException("no disk here is called 'x'");
        })) {
            Ended ended = run("agent", "checkpoint", "--disk", "x", "--control", socket().toString());
            assertThat(ended).isEqualTo(new Ended(1, "", "secondsite: no disk here is called 'x'\n"));
        }
    }

    @Test
    void whereNoAgentAnswersThePlaceIsNamed() {
        Ended ended = run("agent", "status", "--control", socket().toString());
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains(socket().toString()).contains("no agent answers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent", "agent status", "agent copy", "agent resync", "disk", "agent run",
            "agent mark --id x --control y", "agent status --control a --configuration b"})
    void whatIsNoCommandEndsWith2AndShowsHowItIsUsed(String words) {
        Ended ended = run(words.split(" "));
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("Usage:");
    }

    @Test
    void aVerbThatThereIsNotIsNamed() {
        Ended ended = run("nonsense");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("'nonsense'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "agent", "agent run", "agent status", "agent mark", "agent copy", "agent copy pause",
            "agent copy resume", "agent resync", "agent resync start", "agent resync pause", "agent checkpoint", "disk",
            "disk serve", "agent join", "agent add-disk"})
    void everyVerbTellsHowItIsUsed(String verb) {
        Ended ended = run((verb + " --help").strip().split(" "));
        assertThat(ended.code()).isZero();
        assertThat(ended.out()).contains("Usage: secondsite " + verb).contains("--help");
    }

    @Test
    void aConfigurationWithAMistakeEndsWith2AndNamesFileAndLine() throws IOException {
        Path file = Files.writeString(folder.resolve("agent.yaml"), "agent:\n  id: m\n");
        for (String verb : List.of("run", "status")) {
            Ended ended = run("agent", verb, "--configuration", file.toString());
            assertThat(ended.code()).as(verb).isEqualTo(2);
            assertThat(ended.err()).contains(file.toString() + ":1").contains("certificate");
        }
    }

    @Test
    void theStatusTellsWhoSaysWhatIsToBeDone() throws IOException {
        assertThat(ordered(status(), "agent status").out()).contains("agent machine, told by its own file");
        var management = new AgentStatus.Management(URI.create("https://keeper:19442"),
                Instant.parse("2026-11-30T07:00:00Z"), "nobody answers", "abcdef");
        assertThat(ordered(new AgentStatus("machine", List.of(), management), "agent status").out())
                .contains("agent machine, told by https://keeper:19442")
                .contains("contact     2026-11-30T07:00:00Z; now: nobody answers").contains("assignment  abcdef");
    }
}

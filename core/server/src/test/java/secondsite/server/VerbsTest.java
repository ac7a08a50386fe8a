package secondsite.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.journal.Journal;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.journal.JournalSettings;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;

/** The verbs as a person types them: what they print and how they end. */
class VerbsTest {

    private static final int SIZE = 1 << 20;

    @TempDir
    private Path directory;

    private record Ended(int code, String out, String err) {}

    private static Ended run(Object... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true),
                Arrays.stream(words).map(Object::toString).toArray(String[]::new));
        return new Ended(code, out.toString(), err.toString());
    }

    /** A disk of sevens; record 1 writes ones, 2 is a mark, 3 writes twos; a second apart. */
    @BeforeEach
    void makePast() throws IOException {
        byte[] before = new byte[SIZE];
        Arrays.fill(before, (byte) 7);
        Files.write(directory.resolve("base"), before);
        var clock = new Instant[]{Instant.parse("2026-11-20T10:00:00Z")};
        try (Journal journal = Journal.open(DirectoryFolder.at(directory.resolve("journal")),
                new JournalIdentity(UUID.randomUUID(), SIZE), JournalSettings.DEFAULTS, 1, 1, () -> clock[0])) {
            journal.append(List.of(write(1)));
            clock[0] = clock[0].plusSeconds(1);
            journal.append(List.of(new Record.Mark(MarkKind.BOOKMARK, UUID.randomUUID(), "before lunch")));
            clock[0] = clock[0].plusSeconds(1);
            journal.append(List.of(write(2)));
        }
    }

    private static Record write(int value) {
        byte[] bytes = new byte[4096];
        Arrays.fill(bytes, (byte) value);
        return new Record.Write(8192, ByteBuffer.wrap(bytes), false);
    }

    private byte extractedByte(String at) throws IOException {
        Path to = directory.resolve("extracted " + at);
        Ended ended = run("point", "extract", "--base", directory.resolve("base"), "--journal",
                directory.resolve("journal"),
                "--at", at, "--to", to);
        assertThat(ended.code()).as(ended.err()).isZero();
        byte[] bytes = Files.readAllBytes(to);
        assertThat(bytes).hasSize(SIZE);
        assertThat(bytes[0]).isEqualTo((byte) 7);
        return bytes[8192];
    }

    @Test
    void extractsTheDiskAsItWasAtASequenceATimeAndTheLatest() throws IOException {
        assertThat(extractedByte("0")).isEqualTo((byte) 7);
        assertThat(extractedByte("1")).isEqualTo((byte) 1);
        assertThat(extractedByte("2")).isEqualTo((byte) 1);
        assertThat(extractedByte("2026-11-20T10:00:01.5Z")).isEqualTo((byte) 1);
        assertThat(extractedByte("2026-11-20T11:00:02+01:00")).isEqualTo((byte) 2);
        assertThat(extractedByte("latest")).isEqualTo((byte) 2);
    }

    @Test
    void saysWhyAMomentCannotBeExtractedAndLeavesNoFile() {
        Ended beyond = run("point", "extract", "--base", directory.resolve("base"), "--journal",
                directory.resolve("journal"),
                "--at", "4", "--to", directory.resolve("none"));
        assertThat(beyond.code()).isEqualTo(Main.FAILED);
        assertThat(beyond.err()).contains("sequence 4 cannot be recovered").contains("1 to 3");
        assertThat(directory.resolve("none")).doesNotExist();
        Ended nonsense = run("point", "extract", "--base", directory.resolve("base"), "--journal",
                directory.resolve("journal"),
                "--at", "yesterday", "--to", directory.resolve("none"));
        assertThat(nonsense.code()).isEqualTo(Main.USAGE);
        assertThat(nonsense.err()).contains("'yesterday' is no moment").contains("latest");
    }

    @Test
    void listsThePoints() {
        Ended ended = run("point", "list", "--base", directory.resolve("base"), "--journal",
                directory.resolve("journal"));
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out()).contains("0 to 3").contains("2026-11-20T10:00:01Z").contains("before lunch");
    }

    @Test
    void listingExtractingAndServingLeaveTheJournalAsItIs() throws Exception {
        Path journal = directory.resolve("journal");
        String before = content(journal);
        extractedByte("1");
        run("point", "list", "--base", directory.resolve("base"), "--journal", journal);
        Path socket = directory.resolve("point.sock");
        Thread serves = Thread.ofVirtual().start(() -> run("point", "serve", "--base", directory.resolve("base"),
                "--journal", journal, "--at", "1", "--unix", socket, "--scratch", directory));
        for (long until = System.nanoTime() + 30_000_000_000L; !Files.exists(socket);) {
            assertThat(System.nanoTime()).as("it serves in time").isLessThan(until);
            Thread.sleep(10);
        }
        assertThat(content(journal)).isEqualTo(before);
        serves.interrupt();
        serves.join();
        assertThat(content(journal)).isEqualTo(before);
    }

    private static String content(Path folder) throws IOException {
        var content = new StringBuilder();
        try (var files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                content.append(file).append(' ').append(Files.getLastModifiedTime(file)).append(' ')
                        .append(Arrays.hashCode(Files.readAllBytes(file))).append('\n');
            }
        }
        return content.toString();
    }

    @Test
    void aBaseOfAnotherSizeIsRefused() throws IOException {
        Files.write(directory.resolve("small"), new byte[512]);
        Ended ended = run("point", "list", "--base", directory.resolve("small"), "--journal",
                directory.resolve("journal"));
        assertThat(ended.code()).isEqualTo(Main.FAILED);
        assertThat(ended.err()).contains("small has 512 bytes, the journal's disk 1048576");
    }

    @Test
    void describesVerifiesAndDumpsAJournal() {
        assertThat(run("journal", "describe", directory.resolve("journal"))).satisfies(ended -> {
            assertThat(ended.code()).isZero();
            assertThat(ended.out()).contains("before lunch");
        });
        assertThat(run("journal", "verify", directory.resolve("journal")).code()).isZero();
        Ended dump = run("journal", "dump", directory.resolve("journal"), "--from", 2, "--to", 2);
        assertThat(dump.code()).isZero();
        assertThat(dump.out()).contains("before lunch");
    }

    @Test
    void verifyEndsWithTwoWhereAByteWasFlipped() throws IOException {
        Path segment;
        try (var files = Files.list(directory.resolve("journal"))) {
            segment = files.filter(file -> file.toString().endsWith(".segment")).sorted().findFirst().orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(segment);
        bytes[4096 + 16 + 64 + 100] ^= 1;
        Files.write(segment, bytes);
        Ended ended = run("journal", "verify", directory.resolve("journal"));
        assertThat(ended.code()).isEqualTo(Main.DAMAGE);
        assertThat(ended.out()).contains(segment.getFileName().toString());
        Ended extracted = run("point", "extract", "--base", directory.resolve("base"), "--journal",
                directory.resolve("journal"),
                "--at", "1", "--to", directory.resolve("none"));
        assertThat(extracted.code()).as("what is damaged is never given out").isEqualTo(Main.DAMAGE);
        assertThat(directory.resolve("none")).doesNotExist();
    }

    @Test
    void theProgramHasHelp() {
        Ended ended = run("--help");
        assertThat(ended.code()).isZero();
        assertThat(ended.out()).startsWith("Usage: secondsite ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "server --prot 1",
            "server join --role keeper --name a --host b --server https://a --authority c --token-file /dev/null",
            "point serve --at latest", "journal verify",
            "point serve --base a --at latest --unix s",
            "point serve --replica r --base b --journal j --at latest --unix s",
            "deployment create --directory d --process-server nonsense --master-target a@b:1",
            "server --configuration /no/such/file"})
    void wrongUsageEndsWithSixtyFourAndSaysWhatIsWrong(String words) {
        Ended ended = run((Object[]) words.split(" "));
        assertThat(ended.code()).as(ended.toString()).isEqualTo(Main.USAGE);
        assertThat(ended.err()).isNotBlank().doesNotContain("Exception", "\tat ");
    }

    @Test
    void aFolderWithoutAJournalIsNoJournal() {
        Ended ended = run("journal", "describe", directory);
        // The folder has a journal in a folder of that name, as a replica's folder does.
        assertThat(ended.code()).isZero();
        assertThat(run("journal", "describe", directory.resolve("nowhere")).code()).isEqualTo(Main.FAILED);
        assertThat(directory.resolve("nowhere")).doesNotExist();
    }

    @Test
    void theSessionLiesWhereTheEnvironmentSays() {
        assertThat(Terminal.session(Map.of(), "/home/olga"))
                .isEqualTo(Path.of("/home/olga/.config/secondsite/session.json"));
        assertThat(Terminal.session(Map.of("XDG_CONFIG_HOME", "/etc/olga"), "/home/olga"))
                .isEqualTo(Path.of("/etc/olga/secondsite/session.json"));
        assertThat(Terminal.session(Map.of("XDG_CONFIG_HOME", "relative"), "/home/olga"))
                .isEqualTo(Path.of("/home/olga/.config/secondsite/session.json"));
        assertThat(Terminal.session(Map.of("XDG_CONFIG_HOME", "/etc/olga", "SECONDSITE_SESSION", "/tmp/s"), "/"))
                .isEqualTo(Path.of("/tmp/s"));
    }

    /** Of the program, those below others too. */
    private static Stream<String> verbs() {
        return below(Main.program(Terminal.surroundings(Map.of())), "");
    }

    private static Stream<String> below(CommandLine command, String words) {
        return command.getSubcommands().entrySet().stream()
                .flatMap(each -> Stream.concat(Stream.of(words + each.getKey()),
                        below(each.getValue(), words + each.getKey() + " ")));
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void everyVerbHasHelpAndIsStartedByTheLauncher(String verb) throws IOException {
        Ended ended = run((Object[]) (verb + " --help").split(" "));
        assertThat(ended.code()).isZero();
        assertThat(ended.out()).startsWith("Usage: secondsite " + verb);
        String routed = Files.readString(Path.of("../../installer/secondsite"));
        assertThat(routed.substring(routed.indexOf("case ")).split("module=")[0].split("[\\s|\\\\)]+"))
                .contains(verb.split(" ")[0]);
    }
}

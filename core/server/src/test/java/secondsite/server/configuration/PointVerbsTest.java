package secondsite.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import secondsite.api.Json;
import secondsite.api.point.DeletionList;
import secondsite.api.point.MachinePoint;
import secondsite.api.point.MachinePoints;
import secondsite.api.security.Role;
import secondsite.engine.segment.MarkKind;
import secondsite.server.administration.Administration;
import secondsite.server.administration.Person;
import secondsite.server.administration.Surroundings;
import secondsite.server.configuration.PointStage.Machine;

/** The verbs about what a machine can be brought back to, as a person types them. */
@Timeout(120)
class PointVerbsTest {

    private final Queue<String> typed = new ArrayDeque<>();
    @TempDir
    private static Path folder;

    private static PointStage stage;

    private record Ended(int code, String out, String err) {}

    /** The program, without its other verbs. */
    @Command(name = "secondsite")
    private static final class Program {}

    private final class Typing implements Person {
        @Override
        public boolean present() {
            return false;
        }

        @Override
        public String answer(String question) {
            return typed.remove();
        }

        @Override
        public String secret(String question) {
            return typed.remove();
        }
    }

    @BeforeAll
    static void start() throws IOException {
        stage = new PointStage(folder);
    }

    @AfterAll
    static void end() throws IOException {
        stage.close();
    }

    private Ended run(Object... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var program = new CommandLine(new Program());
        Administration.addTo(program, new Surroundings(folder.resolve("no session"), ZoneOffset.UTC,
                InstantSource.system(), new Typing()));
        program.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        List<String> all = new ArrayList<>(Arrays.stream(words).map(Object::toString).toList());
        all.addAll(List.of("--certificate-folder", folder.resolve("configuration/administrator").toString(),
                "--server", stage.server.address().toString()));
        int code = program.execute(all.toArray(String[]::new));
        return new Ended(code, out.toString(), err.toString());
    }

    private String well(Object... words) {
        Ended ended = run(words);
        assertThat(ended.code()).as(ended.toString()).isZero();
        return ended.out();
    }

    private <T> T json(Class<T> type, Object... words) throws IOException {
        var all = new ArrayList<>(List.of(words));
        all.add("--json");
        return Json.read(well(all.toArray()).getBytes(StandardCharsets.UTF_8), type);
    }

    @Test
    void pointsAreListedPinnedAndLetGo() throws Exception {
        Machine web = stage.protect("web", 2);
        UUID whole = stage.mark(MarkKind.BOOKMARK, "before the update", web.disk(0), web.disk(1));
        UUID half = stage.mark(MarkKind.CRASH_CONSISTENT, "", web.disk(0));

        String table = well("points", "web");
        assertThat(table.lines().toList()).hasSize(3);
        assertThat(table.lines().toList().get(0)).startsWith("TIME").contains("COMPLETE", "VERIFIED", "PINNED");
        assertThat(table.lines().toList().get(1)).contains("crash-consistent", "lacks disk-1", half.toString());
        assertThat(table.lines().toList().get(2)).contains("bookmark", "before the update", "yes", whole.toString());
        assertThat(json(MachinePoints.class, "points", "web", "--kind", "bookmark").points())
                .extracting(MachinePoint::id).containsExactly(whole);
        assertThat(json(MachinePoints.class, "points", "web", "--oldest-first", "--limit", "1").points())
                .extracting(MachinePoint::id).containsExactly(whole);
        assertThat(well("points", "web", "--limit", "1")).contains("and more");
        assertThat(well("points", "web", "--to", "2020-01-01T00:00:00Z").lines()).hasSize(1);
        Ended wrong = run("points", "web", "--kind", "nonsense");
        assertThat(wrong.code()).isEqualTo(1);
        assertThat(wrong.err()).contains("bad-request", "'kind'", "Correct what is named");

        assertThat(well("pin", "web", "latest", "--label", "evidence")).contains("pinned on 2 disks",
                whole.toString());
        assertThat(well("pins", "web")).contains("evidence", "administrator", whole.toString());
        assertThat(well("points", "web")).contains("yes, evidence");
        assertThat(well("unpin", "web", whole)).contains("unpinned");
        assertThat(well("pins", "web")).doesNotContain("evidence");
        assertThat(run("pin", "web", "nonsense", "--label", "x").err()).contains("'nonsense' is no point");
    }

    @Test
    void deletionsAreAskedForListedAndUndone() throws Exception {
        Machine web = stage.protect("db", 1);
        for (int i = 0; i < 10; i++) {
            stage.sender(web.disk(0)).write(20);
            stage.mark(MarkKind.CRASH_CONSISTENT, "", web.disk(0));
        }
        String time = json(MachinePoints.class, "points", "db").points().get(4).time().toString();
        Object[] request = {"deletions", "request", "db", "--from", time, "--to", time, "--reason", "not to be kept"};

        typed.add("no");
        assertThat(run(request).err()).contains("nothing was done");
        typed.add("db");
        assertThat(well(request)).contains("db", "disk-0", "points", "pending", "not to be kept");
        UUID id = json(DeletionList.class, "deletions").deletions().getFirst().deletion().id();
        assertThat(well("deletions", "--state", "pending")).contains(id.toString());
        assertThat(well("deletions", "--state", "done")).doesNotContain(id.toString());
        assertThat(well("deletions", "undo", id)).contains("undone");
        assertThat(json(DeletionList.class, "deletions").deletions()).isEmpty();

        Object[] much = {"deletions", "request", "db", "--disk", "disk-0", "--from", "2020-01-01T00:00:00Z", "--to",
                time, "--reason", "not to be kept", "--yes"};
        Ended alone = run(much);
        assertThat(alone.code()).isEqualTo(1);
        assertThat(alone.err()).contains("second-person-needed", "Let another one");
        stage.server.as(Role.OPERATOR);
        List<Object> both = new ArrayList<>(List.of(much));
        both.addAll(List.of("--second-person", "operator-person", "--second-password-file",
                Files.writeString(folder.resolve("password"), LiveServer.PASSWORD + "\n")));
        assertThat(well(both.toArray())).contains("administrator and operator-person");
    }

    @Test
    void aClockThatIsHeldIsShownAndConfirmed() {
        assertThat(well("clock").lines().toList()).hasSize(2).last().asString().contains(PointStage.KEEPER, "no");
        stage.clock.jump(Duration.ofDays(40));
        assertThat(well("clock")).contains("yes", "jumped");
        typed.add("no");
        assertThat(run("clock", "confirm", PointStage.KEEPER).err()).contains("nothing was done");
        typed.add("yes");
        assertThat(well("clock", "confirm", PointStage.KEEPER)).doesNotContain("jumped");
        assertThat(run("clock", "confirm", "nobody").err()).contains("there is no master target 'nobody'");
    }
}

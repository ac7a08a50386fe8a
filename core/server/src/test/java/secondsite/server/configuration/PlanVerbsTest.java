package secondsite.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import secondsite.api.plan.PlanAction;
import secondsite.api.plan.PlanRun;
import secondsite.api.plan.PlanRunState;
import secondsite.server.administration.Administration;
import secondsite.server.administration.Person;
import secondsite.server.administration.Surroundings;

/** A plan from the command line, from its file to its evidence. */
@Timeout(120)
class PlanVerbsTest {

    private PlanStage stage;
    private UUID data;

    @TempDir
    Path folder;

    private record Ended(int code, String out, String err) {}

    /** The program, with nothing but these verbs. */
    @Command(name = "secondsite")
    private static final class Program {}

    /** Nobody is there to ask. */
    private static final class Nobody implements Person {

        @Override
        public boolean present() {
            return false;
        }

        @Override
        public String answer(String question) {
            return "";
        }

        @Override
        public String secret(String question) {
            return "";
        }
    }

    @BeforeEach
    void begin() throws IOException {
        stage = new PlanStage(folder);
        data = stage.machine("data");
    }

    @AfterEach
    void end() {
        stage.close();
    }

    private Ended run(Object... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var program = new CommandLine(new Program());
        Administration.addTo(program,
                new Surroundings(folder.resolve("session"), ZoneId.of("UTC"), InstantSource.system(), new Nobody()));
        program.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int code = program.execute(Stream.concat(Arrays.stream(words).map(Object::toString),
                Stream.of("--certificate-folder", folder.resolve("server/administrator").toString(), "--server",
                        stage.server.address().toString()))
                .toArray(String[]::new));
        return new Ended(code, out.toString(), err.toString());
    }

    private String well(Object... words) {
        Ended ended = run(words);
        assertThat(ended.code()).as(ended.toString()).isZero();
        return ended.out();
    }

    @Test
    void aPlanIsImportedTriedRunDecidedOnProvenAndCleanedUp() throws Exception {
        stage.plans().add(PlanStage.plan("Shop", PlanStage.after("Data", List.of(data),
                new PlanAction.Confirmation("Line", null, "The line stands", null))));
        Path file = folder.resolve("shop.yaml");
        well("plan", "export", "shop", file);
        assertThat(Files.readString(file)).contains("- data");
        assertThat(run("plan", "export", "Shop", file).err()).contains("there already");
        Files.writeString(file, Files.readString(file).replace("name: Shop", "name: Second"));
        assertThat(well("plan", "import", file)).contains("plan Second is there in version 1");
        assertThat(well("plans")).contains("Shop", "Second");
        assertThat(well("plan", "show", "Second")).contains("# version 1", "The line stands", "- data");

        stage.failovers.refused.put(data, "its replica is damaged");
        Ended dry = run("plan", "dry-run", "Second", "--kind", "test");
        assertThat(dry.code()).isEqualTo(1);
        assertThat(dry.out()).contains("its replica is damaged", "not ready");
        well("plan", "run", "Second", "--kind", "test");
        UUID run = stage.plans().runs(null).runs().getFirst().id();
        stage.await(run, now -> now.state() == PlanRunState.ASKING);
        assertThat(well("plan", "status", "Second")).contains("its replica is damaged", "asking");
        stage.failovers.refused.clear();
        well("plan", "retry", "Second", 1, "--note", "repaired");
        stage.await(run, now -> PlanStage.step(now, "Line").begun() != null);
        assertThat(run("plan", "skip", run, 2).err()).contains("only one that failed");
        well("plan", "confirm", run, 2);
        PlanRun over = stage.await(run, now -> now.state().over());
        assertThat(over.wentWell()).isTrue();
        assertThat(well("plan", "runs", "--plan", "Second")).contains(run.toString(), "done");
        while (run("plan", "evidence", run, "--to", folder, "--language", "de").code() != 0) {
            Thread.sleep(20);
        }
        assertThat(folder.resolve("evidence-" + run + "-de.html")).content().contains("Nachweis");
        assertThat(folder.resolve("evidence-" + run + "-de.sig")).isNotEmptyFile();
        well("plan", "clean", run, "--note", "fine", "--wait");
        assertThat(stage.failovers.open()).isEmpty();
    }

    @Test
    void nothingIsFailedOverInEarnestByMistake() throws Exception {
        stage.plans().add(PlanStage.plan("Shop", PlanStage.group("Data", data)));
        assertThat(run("plan", "run", "Shop", "--kind", "unplanned").code()).isEqualTo(1);
        assertThat(run("plan", "run", "Shop", "--kind", "unplaned", "--yes").err()).contains("is no kind");
        assertThat(stage.plans().runs(null).runs()).isEmpty();
        well("plan", "run", "Shop", "--kind", "unplanned", "--yes", "--wait");
        assertThat(stage.failovers.open()).hasSize(1);
        UUID run = stage.plans().runs(null).runs().getFirst().id();
        assertThat(run("plan", "clean", run).err()).contains("only a test");
    }
}

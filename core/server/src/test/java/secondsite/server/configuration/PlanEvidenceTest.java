package secondsite.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.client.ActivityClient;
import secondsite.api.client.TransferException;
import secondsite.api.plan.KnownPlan;
import secondsite.api.plan.Plan;
import secondsite.api.plan.PlanAction;
import secondsite.api.plan.PlanGoals;
import secondsite.api.plan.PlanRun;
import secondsite.api.plan.PlanRunState;
import secondsite.api.plan.StartedRun;

/** What a run leaves as evidence, checked by openssl as the page itself says. */
@Timeout(120)
class PlanEvidenceTest {

    private PlanStage stage;
    private UUID data;

    @TempDir
    Path folder;

    @BeforeEach
    void begin() throws IOException {
        stage = new PlanStage(folder);
        data = stage.machine("data");
    }

    @AfterEach
    void end() {
        stage.close();
    }

    private PlanRun run() throws Exception {
        KnownPlan plan = stage.plans().add(new Plan("Shop <script>alert(1)</script>", null, new PlanGoals(1000, 1),
                null, List.of(PlanStage.after("Data", List.of(data),
                        new PlanAction.Confirmation("Line", null, "Is it \"fast\" & <b>stable</b>?", null)))));
        StartedRun started = stage.test(plan);
        PlanRun asked = stage.await(started.run(), run -> run.state() == PlanRunState.ASKING);
        assertThatThrownBy(() -> stage.plans().evidence(asked.id(), "en"))
                .isInstanceOf(TransferException.Refused.class).hasMessageContaining("not over");
        stage.plans().confirm(asked.id(), 2, "<i>yes</i>");
        stage.await(started.run(), run -> run.state().over());
        return awaitEvidence(started.run());
    }

    private PlanRun awaitEvidence(UUID run) throws Exception {
        while (true) {
            try {
                stage.plans().evidence(run, "en");
                return stage.plans().one(run);
            } catch (TransferException.Refused _) {
                Thread.sleep(20);
            }
        }
    }

    private static String text(byte[] page) {
        return new String(page, StandardCharsets.UTF_8);
    }

    @Test
    void theSignatureHoldsForThePageAndForNoOther() throws Exception {
        PlanRun run = run();
        for (String language : List.of("en", "de")) {
            byte[] page = stage.plans().evidence(run.id(), language);
            String name = "evidence-" + run.id() + "-" + language;
            Files.write(folder.resolve(name + ".html"), page);
            Files.write(folder.resolve(name + ".sig"), stage.plans().signature(run.id(), language));
            Files.copy(folder.resolve("server/administrator/authority.pem"), folder.resolve("authority.pem"),
                    StandardCopyOption.REPLACE_EXISTING);
            Matcher told = Pattern.compile("<pre>(.*?)</pre>", Pattern.DOTALL).matcher(text(page));
            assertThat(told.find()).isTrue();
            String commands = told.group(1).replace("&gt;", ">");
            assertThat(shell(commands)).isEqualTo("Verified OK");
            page[page.length / 2] ^= 1;
            Files.write(folder.resolve(name + ".html"), page);
            assertThat(shell(commands)).contains("Verification failure");
        }
    }

    private String shell(String commands) throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", commands).directory(folder.toFile()).redirectErrorStream(true)
                .start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        shell.waitFor();
        return said.lines().findFirst().orElse("");
    }

    @Test
    void thePageStandsAloneAndWhatPeopleWroteIsOnlyShown() throws Exception {
        PlanRun run = run();
        String page = text(stage.plans().evidence(run.id(), "en"));
        assertThat(page).doesNotContain("<script", "<b>stable", "<i>yes", "src=\"http", "href=", "url(")
                .contains("Shop &lt;script&gt;alert(1)&lt;/script&gt;", "&lt;i&gt;yes&lt;/i&gt;", "@media print",
                        "secondsite:administrator:administrator", run.id().toString(), "2.5 s", "keeper",
                        "data:image/png;base64,"
                                + Base64.getEncoder().encodeToString(SimulatedFailovers.PICTURE));
        assertThat(page).as("the goal of one second was missed")
                .contains("(RPO)</td><td>2.5 s</td><td>1.0 s</td><td>no</td>");
        assertThat(page).contains("(RTO)</td>").containsPattern("\\(RTO\\)</td><td>[0-9.]+ s</td><td>1000.0 s</td>"
                + "<td>yes</td>");
        assertThat(text(stage.plans().evidence(run.id(), "de"))).contains("lang=\"de\"", "2,5 s", "Bestätigung",
                "hat bestätigt");
        assertThatThrownBy(() -> stage.plans().evidence(run.id(), "fr")).hasMessageContaining("'language'");
    }

    @Test
    void theEvidenceStaysWhenThePlanIsGoneAndTheServerBeganAgain() throws Exception {
        PlanRun run = run();
        byte[] page = stage.plans().evidence(run.id(), "en");
        byte[] signature = stage.plans().signature(run.id(), "en");
        stage.plans().clean(run.id(), null);
        stage.await(run.id(), now -> now.cleaned() != null);
        var activity = new ActivityClient(stage.server.asAdministrator());
        while (activity.jobs(ActivityClient.Jobs.ALL, null, 10).items().stream()
                .anyMatch(job -> !job.state().over())) {
            Thread.sleep(20);
        }
        stage.plans().remove(run.plan());
        stage.server.restart();
        assertThat(stage.plans().evidence(run.id(), "en")).isEqualTo(page);
        assertThat(stage.plans().signature(run.id(), "en")).isEqualTo(signature);
        assertThat(stage.plans().runs(null).runs()).extracting(PlanRun::id).containsExactly(run.id());
    }

    @Test
    void bothLanguagesSayTheSame() throws Exception {
        assertThat(keys("de")).isEqualTo(keys("en"));
    }

    private Iterable<?> keys(String language) throws IOException {
        try (InputStream in = getClass().getResourceAsStream("/plan/evidence_" + language + ".yaml")) {
            return new YAMLMapper().readValue(in, Map.class).keySet();
        }
    }
}

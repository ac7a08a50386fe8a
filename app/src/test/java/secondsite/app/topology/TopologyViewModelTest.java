package secondsite.app.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.security.Role;
import secondsite.app.Fx;
import secondsite.app.Stages;
import secondsite.app.control.Status;
import secondsite.app.control.topology.Topology;
import secondsite.app.fx.Language;
import secondsite.app.fx.Tasks;
import secondsite.app.session.FabricatedDeployment;

/** How the picture of the topology follows what changes. */
class TopologyViewModelTest {

    @TempDir
    private Path folder;
    private final Deque<Runnable> background = new ArrayDeque<>();
    private Stages stages;
    private TopologyViewModel model;
    private int pictures;

    @BeforeEach
    void look() {
        // Themes want the toolkit; the model itself does not.
        stages = Fx.get(() -> new Stages(folder, new Tasks(background::add, Runnable::run), Role.VIEWER));
        stages.deployment().filled();
        model = stages.get(TopologyViewModel.class);
        model.topology().addListener((_, _, _) -> pictures++);
    }

    /** All that was begun in the background ends. What is asked of the server, which is not there, fails. */
    private void end() {
        while (!background.isEmpty()) {
            background.poll().run();
        }
    }

    private void change(double rpo) {
        stages.deployment().tell(FabricatedDeployment.machine(1, "app-01", "PROTECTED", "OK", rpo, null));
    }

    private void second() {
        stages.later(Duration.ofSeconds(1));
        stages.surroundings().clock().tick();
    }

    private long machines() {
        return model.topology().get().sites().stream().flatMap(site -> site.groups().stream())
                .mapToLong(group -> group.machines().size()).sum();
    }

    private Topology.Machine drawn(String name) {
        return model.topology().get().sites().stream().flatMap(site -> site.groups().stream())
                .flatMap(group -> group.machines().stream()).filter(machine -> machine.name().equals(name))
                .findFirst().orElseThrow();
    }

    private String detail() {
        return drawn("app-01").detail();
    }

    @Test
    void howeverMuchChangesThePictureIsMadeOnceASecondAndTheLastChangeIsInIt() {
        model.shown(true);
        end();
        assertThat(pictures).isOne();
        for (int i = 1; i <= 50; i++) {
            change(20 + i);
        }
        end();
        assertThat(pictures).isOne();
        second();
        end();
        assertThat(pictures).isEqualTo(2);
        assertThat(detail()).isEqualTo("1 min 10 s");
        second();
        end();
        assertThat(pictures).isEqualTo(2);
        change(30);
        end();
        assertThat(pictures).isEqualTo(3);
        assertThat(detail()).isEqualTo("30 s");
    }

    @Test
    void nothingIsMadeWhileNobodyLooks() {
        change(30);
        second();
        end();
        assertThat(pictures).isZero();
    }

    @Test
    void aMachineThatDidNotChangeIsDrawnAsBeforeAndInAnotherLanguageAnew() {
        model.shown(true);
        end();
        Topology.Machine before = drawn("app-02");
        Topology.Machine other = drawn("app-01");
        second();
        change(30);
        end();
        assertThat(drawn("app-02")).isSameAs(before);
        assertThat(drawn("app-01")).isNotEqualTo(other);
        stages.surroundings().texts().speak(Language.GERMAN);
        model.anew();
        end();
        assertThat(drawn("app-02").spoken()).isNotEqualTo(before.spoken());
    }

    @Test
    void whatAPersonChoosesIsShownThoughAPictureIsBeingMade() {
        model.shown(true);
        model.show(Status.CRIT);
        end();
        assertThat(machines()).isOne();
    }
}

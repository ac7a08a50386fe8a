package secondsite.app.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.security.Role;
import secondsite.app.Fx;
import secondsite.app.Stages;
import secondsite.app.fx.Tasks;

/** How the dashboard follows what changes. */
class DashboardViewModelTest {

    @TempDir
    private Path folder;
    private final Deque<Runnable> windows = new ArrayDeque<>();
    private Stages stages;
    private DashboardViewModel model;
    private int times;

    @BeforeEach
    void fill() {
        // Themes want the toolkit; the model itself does not.
        stages = Fx.get(() -> new Stages(folder, new Tasks(_ -> {
        }, windows::add), Role.VIEWER));
        model = stages.get(DashboardViewModel.class);
        model.overview().addListener((_, _, _) -> times++);
    }

    private void end() {
        while (!windows.isEmpty()) {
            windows.poll().run();
        }
    }

    @Test
    void whatChangesTogetherIsSaidOnce() {
        model.shown(true);
        times = 0;
        stages.deployment().filled();
        end();
        assertThat(times).isOne();
        assertThat(model.overview().get().attention()).hasSize(2);
        assertThat(model.overview().get().protection().machines()).isEqualTo(40);
    }

    @Test
    void nothingIsMadeWhileNobodyLooksAndAllIsThereWhenSomebodyDoes() {
        stages.deployment().filled();
        end();
        assertThat(times).isZero();
        model.shown(true);
        assertThat(model.overview().get().jobs()).hasSize(2);
    }
}

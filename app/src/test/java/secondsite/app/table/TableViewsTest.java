package secondsite.app.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.util.WaitForAsyncUtils;
import secondsite.api.security.Role;
import secondsite.app.Fx;
import secondsite.app.Stages;
import secondsite.app.control.table.Column;
import secondsite.app.control.table.DataTable;
import secondsite.app.control.table.TableState;
import secondsite.app.control.table.TableState.ColumnState;
import secondsite.app.control.table.TableState.SortState;
import secondsite.app.fx.Tasks;
import secondsite.app.kept.PreferenceStore;

/** Tables are found as they were left, at the next start too. */
class TableViewsTest {

    private static final TableState LEFT = new TableState(
            List.of(new ColumnState("name", 222, true), new ColumnState("size", 90, false)),
            List.of(new SortState("name", true)), "mail", Set.of());

    @TempDir
    private Path folder;

    private TableViews views() {
        return new TableViews(new PreferenceStore(folder), Tasks.inOrder());
    }

    @Test
    void aTableIsFoundAsItWasLeftAndSoAreItsViews() {
        TableViews before = views();
        before.leave("jobs", LEFT);
        before.save("jobs", new TableViews.Named("Mail", LEFT));
        TableViews after = views();
        assertThat(after.of("jobs").last()).isEqualTo(LEFT);
        assertThat(after.of("jobs").views()).containsExactly(new TableViews.Named("Mail", LEFT));
        assertThat(after.of("alerts")).isEqualTo(TableViews.Kept.NOTHING);
        after.forget("jobs", "Mail");
        assertThat(views().of("jobs").views()).isEmpty();
        assertThat(views().of("jobs").last()).isEqualTo(LEFT);
    }

    @Test
    void aViewTakesThePlaceOfTheOneWithItsNameAndTheOldestGoes() {
        TableViews views = views();
        IntStream.range(0, TableViews.MOST + 2)
                .forEach(number -> views.save("jobs", new TableViews.Named("view " + number, LEFT)));
        views.save("jobs", new TableViews.Named("view 5", LEFT));
        assertThat(views.of("jobs").views()).hasSize(TableViews.MOST).extracting(TableViews.Named::name)
                .doesNotContain("view 0", "view 1").endsWith("view 5").doesNotHaveDuplicates();
    }

    @Test
    void whatAnotherVersionWroteBeginsAnew() throws IOException {
        new PreferenceStore(folder).table("jobs", "{\"columns\":7}");
        assertThat(views().of("jobs").last()).isNull();
    }

    private static DataTable<String> table(Stages stages) {
        return stages.get(Tables.class).sorted("jobs", row -> row,
                List.of(Column.of("name", "Name", 100, row -> row), Column.of("size", "Size", 80, String::toUpperCase)),
                List.of(), "size");
    }

    @Test
    void aTableThatIsMadeAgainLooksAsBeforeAndAsAtFirstOnDemand() throws Exception {
        var stages = Fx.get(() -> new Stages(folder, Tasks.inOrder(), Role.VIEWER));
        Fx.run(() -> table(stages).restore(LEFT));
        WaitForAsyncUtils.waitFor(20, TimeUnit.SECONDS,
                () -> Fx.get(() -> stages.get(TableViews.class).of("jobs").last()) != null);
        var next = Fx.get(() -> new Stages(folder, Tasks.inOrder(), Role.VIEWER));
        DataTable<String> again = Fx.get(() -> table(next));
        assertThat(Fx.get(again::state)).isEqualTo(LEFT);
        Fx.run(() -> first(again).fire());
        assertThat(Fx.get(again::state).filter()).isEmpty();
        assertThat(Fx.get(again::state).sorting()).containsExactly(new SortState("size", false));
    }

    private static MenuItem first(DataTable<String> table) {
        return ((MenuButton) table.lookup("#jobs-views")).getItems().getFirst();
    }
}

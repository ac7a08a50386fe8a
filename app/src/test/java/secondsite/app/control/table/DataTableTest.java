package secondsite.app.control.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javafx.beans.Observable;
import javafx.scene.Parent;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;
import secondsite.app.control.Gallery;
import secondsite.app.control.TableSample;
import secondsite.app.control.TableSample.Machine;

/** The table in a window. */
@ExtendWith(ApplicationExtension.class)
class DataTableTest {

    private final List<Machine> machines = TableSample.machines(200);
    private DataTable<Machine> table;
    private Stage window;

    @Start
    void start(Stage stage) {
        window = stage;
        table = TableSample.empty();
        table.show(machines);
        stage.setScene(Gallery.scene(table, 900, 500, false));
        stage.show();
    }

    @Test
    void aSelectedRowStaysSelectedWhereverItMoves(FxRobot robot) {
        robot.interact(() -> {
            table.select(List.of("m7"));
            sortBy("rpo", TableColumn.SortType.DESCENDING);
        });
        assertThat(table.selectedProperty().get()).containsExactly("m7");
        robot.interact(() -> table.show(machines.stream().map(machine -> machine.id().equals("m7")
                ? machine.with(9_999)
                : machine).toList()));
        robot.interact(() -> table.refreshButton().fire());
        assertThat(table.selectedProperty().get()).containsExactly("m7");
        assertThat(table.selectedRows()).extracting(Machine::rpo).containsExactly(9_999);
        assertThat(table.view().getSelectionModel().getSelectedIndices()).containsExactly(0);
    }

    @Test
    void whileARowHasTheFocusChangesWaitForAButton(FxRobot robot) {
        robot.interact(() -> {
            sortBy("rpo", TableColumn.SortType.ASCENDING);
            table.view().requestFocus();
            table.select(List.of("m7"));
        });
        Object first = table.view().getItems().getFirst();
        robot.interact(() -> table.show(machines.stream().map(machine -> machine.with(10_000 - machine.rpo()))
                .toList()));
        assertThat((Object) table.view().getItems().getFirst()).isSameAs(first);
        assertThat(table.refreshButton().isVisible()).isTrue();
        robot.interact(() -> table.refreshButton().fire());
        assertThat((Object) table.view().getItems().getFirst()).isNotSameAs(first);
        assertThat(table.refreshButton().isVisible()).isFalse();
    }

    @Test
    void changesThatComeOneByOneAreTakenOverTogether(FxRobot robot) throws Exception {
        List<Integer> sizes = new ArrayList<>();
        robot.interact(() -> {
            table.view().getItems().addListener((Observable changed) -> sizes.add(table.view().getItems()
                    .size()));
            for (int i = 0; i < 50; i++) {
                table.change(List.of(), List.of("m" + i));
            }
        });
        WaitForAsyncUtils.waitFor(10, TimeUnit.SECONDS, () -> !sizes.isEmpty());
        assertThat(sizes).containsExactly(150);
    }

    @Test
    void changesWaitWhileTheTableIsInNoWindow(FxRobot robot) throws Exception {
        List<Integer> sizes = new ArrayList<>();
        Parent root = window.getScene().getRoot();
        DataTable<Machine> other = TableSample.empty();
        other.show(machines);
        robot.interact(() -> {
            table.view().getItems().addListener((Observable changed) -> sizes.add(table.view().getItems().size()));
            window.getScene().setRoot(new StackPane(other));
            table.change(List.of(), List.of("m1"));
            table.change(List.of(), List.of("m2"));
            other.change(List.of(), List.of("m3"));
        });
        WaitForAsyncUtils.waitFor(10, TimeUnit.SECONDS, () -> other.view().getItems().size() == 199);
        assertThat(sizes).isEmpty();
        robot.interact(() -> window.getScene().setRoot(root));
        assertThat(sizes).containsExactly(198);
    }

    @Test
    void itIsFoundAgainAsItWasLeft(FxRobot robot) {
        robot.interact(() -> table.restore(new TableState(List.of(new TableState.ColumnState("name", 222, true),
                new TableState.ColumnState("site", 80, false), new TableState.ColumnState("unknown", 10, true)),
                List
                        .of(new TableState.SortState("name", true)),
                "leipzig web", Set.of("ok"))));
        TableState state = table.state();
        assertThat(state.columns()).first().isEqualTo(new TableState.ColumnState("name", 222, true));
        assertThat(state.columns()).hasSize(6);
        assertThat(state.sorting()).containsExactly(new TableState.SortState("name", true));
        assertThat(table.csv().lines().skip(1)).isNotEmpty().allMatch(line -> line.startsWith("web-"));
        assertThat(table.csv().lines().findFirst()).hasValueSatisfying(head -> assertThat(head).doesNotContain(
                "Runs in"));
        robot.interact(() -> table.restore(state));
        assertThat(table.state()).isEqualTo(state);
    }

    @Test
    void whatIsWrittenAsCsvIsAllThatIsShownInItsOrder(FxRobot robot) {
        robot.interact(() -> table.restore(new TableState(
                List.of(new TableState.ColumnState("site", 80, true), new TableState.ColumnState("name", 80, true)),
                List.of(new TableState.SortState("name", true)), "mail", Set.of())));
        List<String> lines = table.csv().lines().toList();
        assertThat(lines.getFirst()).startsWith("\ufeffRuns in,Name,");
        List<String> names = lines.stream().skip(1).map(line -> line.split(",")[1]).toList();
        assertThat(names).hasSameSizeAs(table.view().getItems()).isSortedAccordingTo(Comparator.reverseOrder())
                .allMatch(name -> name.startsWith("mail-"));
    }

    @Test
    void selectedRowsAreCopied(FxRobot robot) {
        robot.interact(() -> {
            table.view().requestFocus();
            table.select(List.of("m7"));
            table.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.C, false, true, false, false));
            assertThat(Clipboard.getSystemClipboard().getString()).contains("mail-07\tFrankfurt").doesNotContain("\n");
        });
    }

    @SuppressWarnings("unchecked")
    private void sortBy(String column, TableColumn.SortType direction) {
        TableView<Object> view = (TableView<Object>) table.view();
        TableColumn<Object, ?> by = view.getColumns().stream().filter(shown -> shown.getId().equals(column)).findFirst()
                .orElseThrow();
        by.setSortType(direction);
        view.getSortOrder().setAll(List.of(by));
    }
}

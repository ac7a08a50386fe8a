package secondsite.app.table;

import java.util.List;
import javafx.beans.InvalidationListener;
import javafx.beans.Observable;
import javafx.beans.WeakInvalidationListener;
import javafx.scene.layout.HBox;
import secondsite.app.action.Action;
import secondsite.app.action.ActionControls;
import secondsite.app.action.ActionRow;
import secondsite.app.control.table.DataTable;

/** What can be done with the row that is selected: one button for each action, and why not. */
public final class SelectionBar<R> extends HBox {

    private final DataTable<R> table;
    private final List<Action<R>> actions;
    private final ActionRow<R> offered;
    // The table holds it; what else decides changes with the rows.
    private final InvalidationListener changed = _ -> show();

    public SelectionBar(DataTable<R> table, List<Action<R>> actions, ActionControls controls) {
        this.table = table;
        this.actions = actions;
        this.offered = new ActionRow<>(controls, this);
        getStyleClass().add("selection-bar");
        table.selectedProperty().addListener(changed);
        visibleProperty().bind(table.selectedProperty().map(ids -> ids.size() == 1));
    }

    /** Says again what is allowed, as after a change of the rows. */
    public void show() {
        List<R> rows = table.selectedRows();
        if (rows.size() == 1) {
            offered.show(actions, rows.getFirst());
        }
    }

    /** Whenever that changes. */
    public void watch(Observable what) {
        what.addListener(new WeakInvalidationListener(changed));
    }
}

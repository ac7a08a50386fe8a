package secondsite.app.policies;

import jakarta.inject.Inject;
import java.util.List;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import secondsite.app.action.ActionControls;
import secondsite.app.action.Actions;
import secondsite.app.control.table.Column;
import secondsite.app.control.table.DataTable;
import secondsite.app.form.FormPane;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Texts;
import secondsite.app.session.LiveModel;
import secondsite.app.table.SelectionBar;
import secondsite.app.table.Tables;

/** The list of policies, the one that is written, and what it would cost. */
public final class PoliciesView {

    private final PoliciesViewModel model;
    private final Formats formats;
    private final Texts texts;
    private final Tables tables;
    private final Actions actions;
    private final ActionControls controls;
    private final LiveModel live;
    private final InvalidationListener listed = _ -> list();
    private final InvalidationListener drafted = _ -> draft();
    private final InvalidationListener foreseen = _ -> foresee();
    private DataTable<ListedPolicy> table;
    private SelectionBar<ListedPolicy> bar;

    @FXML
    private HBox tools;
    @FXML
    private VBox policies;
    @FXML
    private VBox editor;
    @FXML
    private Label title;
    @FXML
    private VBox fields;
    @FXML
    private Label fault;
    @FXML
    private VBox preview;
    @FXML
    private VBox costs;
    @FXML
    private CheckBox accept;
    @FXML
    private Button dryRun;
    @FXML
    private Button save;
    @FXML
    private VBox nothing;

    @Inject
    PoliciesView(PoliciesViewModel model, Formats formats, Texts texts, Tables tables, Actions actions,
            ActionControls controls, LiveModel live) {
        this.model = model;
        this.formats = formats;
        this.texts = texts;
        this.tables = tables;
        this.actions = actions;
        this.controls = controls;
        this.live = live;
    }

    @FXML
    private void initialize() {
        table = tables.table("policies", each -> each.policy().id().toString(), columns(), List.of());
        table.setOnOpen(policy -> actions.action("edit-policy", ListedPolicy.class).start(policy));
        VBox.setVgrow(table, Priority.ALWAYS);
        bar = new SelectionBar<>(table, actions.of(ListedPolicy.class), controls);
        bar.watch(live.freshness());
        policies.getChildren().addAll(table, bar);
        fault.textProperty().bind(model.fault());
        fault.visibleProperty().bind(model.fault().isNotEmpty());
        fault.managedProperty().bind(fault.visibleProperty());
        accept.selectedProperty().bindBidirectional(model.accepted());
        dryRun.disableProperty().bind(model.previewable().not());
        save.disableProperty().bind(model.savable().not());
        model.policies().addListener(new WeakInvalidationListener(listed));
        model.draft().addListener(new WeakInvalidationListener(drafted));
        model.forecast().addListener(new WeakInvalidationListener(foreseen));
        live.freshness().addListener(new WeakInvalidationListener(listed));
        list();
        draft();
        foresee();
    }

    private void list() {
        table.show(model.policies().get());
        bar.show();
        tools.getChildren().setAll(controls.button(actions.action("add-policy", Void.class), null));
    }

    private void draft() {
        Draft now = model.draft().get();
        editor.setVisible(now != null);
        editor.setManaged(now != null);
        nothing.setVisible(now == null);
        nothing.setManaged(now == null);
        fields.getChildren().clear();
        if (now != null) {
            title.setText(now.title());
            FormPane pane = new FormPane(now.form());
            fields.getChildren().setAll(pane);
            pane.first().requestFocus();
        }
    }

    private void foresee() {
        var seen = model.forecast().get();
        boolean known = seen != null && model.draft().get() != null;
        preview.setVisible(known);
        preview.setManaged(known);
        boolean loses = known && !seen.losses().isEmpty();
        accept.setVisible(loses);
        accept.setManaged(loses);
        costs.getChildren().clear();
        if (known) {
            costs.getChildren().setAll(new ForecastPane(seen, model.draft().get().differences(), formats, texts));
        }
    }

    @FXML
    private void preview() {
        model.preview();
    }

    @FXML
    private void save() {
        model.save();
    }

    @FXML
    private void close() {
        model.close();
    }

    private List<Column<ListedPolicy>> columns() {
        return List.of(Column.of("name", texts.text("policies.name"), 170, each -> each.policy().name()),
                Column.of("use", texts.text("policies.column.use"), 150, this::use),
                Column.figure("rpo", texts.text("policies.column.rpo"), 120,
                        each -> formats.duration((double) each.policy().rpoWarningSeconds()),
                        each -> each.policy().rpoWarningSeconds()),
                Column.figure("kept", texts.text("policies.column.kept"), 130,
                        each -> texts.text("format.days",
                                formats.count(each.policy().retention().dailyDays())),
                        each -> each.policy().retention().dailyDays()),
                Column.of("role", texts.text("policies.column.role"), 220, this::role));
    }

    private String use(ListedPolicy policy) {
        return policy.used() < 0 ? "…" : texts.text("policies.use", policy.used());
    }

    private String role(ListedPolicy policy) {
        if (policy.standard()) {
            return texts.text("policies.role.standard");
        }
        return policy.forth().isEmpty() ? "" : texts.text("policies.role.back", policy.forth());
    }
}

package secondsite.app.settings;

import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.List;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import secondsite.api.security.Credential;
import secondsite.app.action.ActionControls;
import secondsite.app.action.Actions;
import secondsite.app.control.Status;
import secondsite.app.control.table.Column;
import secondsite.app.control.table.DataTable;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Texts;
import secondsite.app.session.LiveModel;
import secondsite.app.table.SelectionBar;
import secondsite.app.table.Tables;

/** With what the deployment signs in elsewhere: names and ages, never secrets. */
final class CredentialsTab {

    private final CredentialsViewModel model;
    private final Actions actions;
    private final ActionControls controls;
    private final Texts texts;
    private final Formats formats;
    private final DataTable<Credential> table;
    private final SelectionBar<Credential> bar;
    private final HBox tools = new HBox();
    private final InvalidationListener changed = _ -> show();

    @Inject
    CredentialsTab(CredentialsViewModel model, Actions actions, ActionControls controls, Texts texts, Formats formats,
            Tables tables, LiveModel live) {
        this.model = model;
        this.actions = actions;
        this.controls = controls;
        this.texts = texts;
        this.formats = formats;
        this.table = tables.table("credentials", credential -> credential.id().toString(), columns(), List.of());
        this.bar = new SelectionBar<>(table, actions.of(Credential.class), controls);
        bar.watch(live.freshness());
        tools.getStyleClass().add("tools");
        VBox.setVgrow(table, Priority.ALWAYS);
        model.all().addListener(new WeakInvalidationListener(changed));
        live.freshness().addListener(new WeakInvalidationListener(changed));
    }

    void addTo(VBox box) {
        box.getChildren().addAll(tools, table, bar);
        show();
    }

    void ask() {
        model.ask();
    }

    private void show() {
        tools.getChildren().setAll(controls.button(actions.action("add-credential", Void.class), null));
        table.show(model.all().get());
        bar.show();
    }

    private List<Column<Credential>> columns() {
        return List.of(Column.of("name", texts.text("settings.credential.name"), 220, Credential::name),
                Column.of("purpose", texts.text("settings.credential.purpose"), 280,
                        credential -> texts.text("settings.credential." + credential.kind().name())),
                Column.of("user", texts.text("settings.credential.user"), 160, Credential::userName),
                Column.<Credential>of("changed", texts.text("settings.credential.changed"), 200,
                        credential -> formats.time(credential.changed()))
                        .ordered(Comparator.comparing(Credential::changed)),
                Tables.status("state", texts.text("settings.credential.state"), 220,
                        credential -> credential.readable() ? Status.OK : Status.CRIT,
                        credential -> texts.text(credential.readable()
                                ? "settings.credential.readable"
                                : "settings.credential.unreadable")));
    }
}

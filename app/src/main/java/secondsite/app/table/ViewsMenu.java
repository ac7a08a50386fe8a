package secondsite.app.table;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.animation.PauseTransition;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Tooltip;
import javafx.util.Duration;
import org.kordamp.ikonli.javafx.FontIcon;
import secondsite.app.control.table.DataTable;
import secondsite.app.control.table.TableState;
import secondsite.app.dialog.Dialogs;
import secondsite.app.dialog.Question;
import secondsite.app.dialog.Toasts;
import secondsite.app.form.Form;
import secondsite.app.form.TextEntry;
import secondsite.app.fx.Texts;

/** Finds a table again as it was left, and offers its saved views. */
final class ViewsMenu {

    private static final int LONGEST_NAME = 40;
    private static final Duration SETTLED = Duration.millis(500);

    private final DataTable<?> table;
    private final String key;
    private final TableViews kept;
    private final Texts texts;
    private final Dialogs dialogs;
    private final Toasts toasts;
    private final TableState first;
    private final MenuButton menu = new MenuButton(null, new FontIcon("ci-view"));
    private final PauseTransition soon = new PauseTransition(SETTLED);
    private TableState before;
    /** What is different was not done by hand. */
    private boolean restored;

    ViewsMenu(DataTable<?> table, String key, TableViews kept, Texts texts, Dialogs dialogs,
            Toasts toasts) {
        this.toasts = toasts;
        this.table = table;
        this.key = key;
        this.kept = kept;
        this.texts = texts;
        this.dialogs = dialogs;
        this.first = table.state();
    }

    void begin() {
        TableState last = kept.of(key).last();
        if (last != null) {
            table.restore(last);
        }
        before = table.state();
        soon.setOnFinished(_ -> left());
        table.setOnLeft(soon::playFromStart);
        menu.setId(key.replace('.', '-') + "-views");
        menu.setAccessibleText(texts.text("table.views"));
        menu.setTooltip(new Tooltip(texts.text("table.views")));
        menu.setOnShowing(_ -> fill());
        fill();
        table.addTool(menu);
    }

    private void left() {
        TableState now = table.state();
        TableState old = before;
        before = now;
        kept.leave(key, now);
        if (!shown(now).equals(shown(old)) && !restored) {
            toasts.offer(texts.text("table.columns.changed"), () -> restore(
                    new TableState(old.columns(), now.sorting(), now.filter(), now.chips())));
        }
        restored = false;
    }

    private static Set<String> shown(TableState state) {
        return state.columns().stream().filter(TableState.ColumnState::visible).map(TableState.ColumnState::id)
                .collect(Collectors.toSet());
    }

    private void restore(TableState state) {
        restored = true;
        table.restore(state);
    }

    private void fill() {
        List<TableViews.Named> views = kept.of(key).views();
        menu.getItems().setAll(item(texts.text("table.views.first"), () -> restore(first)));
        views.forEach(view -> menu.getItems().add(item(view.name(), () -> restore(view.state()))));
        menu.getItems().addAll(new SeparatorMenuItem(), item(texts.text("table.views.save"), this::save));
        if (!views.isEmpty()) {
            var forget = new Menu(texts.text("table.views.forget"));
            views.forEach(view -> forget.getItems().add(item(view.name(), () -> kept.forget(key, view.name()))));
            menu.getItems().add(forget);
        }
    }

    private static MenuItem item(String name, Runnable run) {
        var item = new MenuItem(name);
        item.setMnemonicParsing(false);
        item.setOnAction(_ -> run.run());
        return item;
    }

    private void save() {
        var name = new TextEntry("view-name", texts.text("table.views.name"), TextEntry.Kind.LINE, "", this::judge)
                .with(texts.text("table.views.hint"));
        TableState now = table.state();
        dialogs.ask(new Question(texts.text("table.views.title"), List.of(), new Form(List.of(name)),
                texts.text("table.views.confirm"), texts.text("dialog.cancel"), false), name::text,
                given -> kept.save(key, new TableViews.Named(given, now)));
    }

    private String judge(String typed) {
        if (typed.isEmpty()) {
            return texts.text("check.missing");
        }
        return typed.length() > LONGEST_NAME ? texts.text("check.long", typed.length(), LONGEST_NAME) : "";
    }
}

package secondsite.app.infrastructure.agents;

import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.collections.ObservableList;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import secondsite.api.Contact;
import secondsite.api.machine.MachineSummary;
import secondsite.app.action.ActionControls;
import secondsite.app.action.ActionRow;
import secondsite.app.action.Actions;
import secondsite.app.action.ChosenAgents;
import secondsite.app.control.Status;
import secondsite.app.control.table.Chip;
import secondsite.app.control.table.Column;
import secondsite.app.control.table.DataTable;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Texts;
import secondsite.app.infrastructure.agents.AgentVersions.Standing;
import secondsite.app.navigation.Navigator;
import secondsite.app.navigation.Screen;
import secondsite.app.session.LiveModel;
import secondsite.app.table.Tables;
import secondsite.app.words.MachinePlace;

/** All agents, their versions, and what can be done with those that are chosen. */
public final class AgentsTab {

    private static final List<String> BUTTONS = List.of("add-agents", "pull-agent", "join-agent", "upgrade-outdated",
            "installations");

    private final ObservableList<MachineSummary> machines;
    private final AgentVersions versions;
    private final MachinePlace places;
    private final Actions actions;
    private final Formats formats;
    private final Texts texts;
    private final DataTable<MachineSummary> table;
    private final HBox tools = new HBox();
    private final HBox bar = new HBox();
    private final Label count = new Label();
    private final Label problem = new Label();
    private final ActionRow<Void> always;
    private final ActionRow<ChosenAgents> chosen;
    private final InvalidationListener changed = _ -> show();

    @Inject
    AgentsTab(LiveModel live, AgentVersions versions, MachinePlace places, Actions actions, ActionControls controls,
            Tables tables, Navigator navigator, Formats formats, Texts texts) {
        this.machines = live.machines();
        this.versions = versions;
        this.places = places;
        this.actions = actions;
        this.formats = formats;
        this.texts = texts;
        table = tables.table("agents", machine -> machine.id().toString(), columns(), chips());
        table.setOnOpen(machine -> navigator.go(Screen.MACHINE, machine.id().toString()));
        always = new ActionRow<>(controls, tools);
        var buttons = new HBox();
        buttons.getStyleClass().add("tools");
        chosen = new ActionRow<>(controls, buttons);
        tools.getStyleClass().add("tools");
        bar.getStyleClass().addAll("selection-bar", "tools");
        count.getStyleClass().add("strong");
        count.setMinWidth(Region.USE_PREF_SIZE);
        bar.getChildren().setAll(count, buttons);
        problem.getStyleClass().add("problem");
        problem.setMaxWidth(Double.MAX_VALUE);
        problem.setWrapText(true);
        problem.managedProperty().bind(problem.visibleProperty());
        table.selectedProperty().addListener((_, _, _) -> offer());
        machines.addListener(new WeakInvalidationListener(changed));
        live.freshness().addListener(new WeakInvalidationListener(changed));
        versions.changes().addListener(new WeakInvalidationListener(changed));
        versions.problem().addListener(new WeakInvalidationListener(changed));
    }

    public void addTo(VBox box) {
        VBox.setVgrow(table, Priority.ALWAYS);
        box.getChildren().setAll(problem, tools, table, bar);
        show();
    }

    private void show() {
        problem.setText(versions.problem().get());
        problem.setVisible(!problem.getText().isEmpty());
        // Some of what a row says is not of the row.
        table.show(machines);
        always.show(BUTTONS.stream().map(id -> actions.action(id, Void.class)).toList(), null);
        offer();
    }

    private void offer() {
        List<MachineSummary> rows = table.selectedRows();
        bar.setVisible(!rows.isEmpty());
        if (rows.isEmpty()) {
            chosen.clear();
        } else {
            count.setText(texts.text("agents.selected", rows.size()));
            chosen.show(actions.of(ChosenAgents.class), new ChosenAgents(rows));
        }
    }

    private String text(String key) {
        return texts.text("infrastructure." + key);
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    private List<Column<MachineSummary>> columns() {
        return List.of(
                Tables.status("contact", text("contact"), 110, AgentsTab::status,
                        machine -> contact(machine.contact())),
                Column.of("agent", text("agent"), 130, machine -> orEmpty(machine.agent())),
                Column.of("machine", text("machine"), 130, MachineSummary::name),
                Column.of("version", text("version"), 100, versions::version),
                Tables.status("standing", texts.text("agents.standing"), 140, this::standing, this::standingWord),
                Column.of("host", text("hostname"), 170, machine -> orEmpty(machine.hostName())),
                Column.of("system", text("system"), 170, machine -> orEmpty(machine.operatingSystem())),
                Column.of("site", text("site"), 100, places::site),
                Column.<MachineSummary>of("seen", text("seen"), 120, machine -> seen(machine.lastSeen()))
                        .ordered(Comparator.comparing(MachineSummary::lastSeen,
                                Comparator.nullsFirst(Comparator.naturalOrder()))));
    }

    private Status standing(MachineSummary machine) {
        return switch (versions.standing(machine)) {
            case NEWEST -> Status.OK;
            case OLDER -> Status.WARN;
            case UNKNOWN -> Status.UNKNOWN;
        };
    }

    private String standingWord(MachineSummary machine) {
        Standing standing = versions.standing(machine);
        return standing == Standing.OLDER
                ? texts.text("agents.standing.OLDER", versions.newest().orElse(""))
                : texts.text("agents.standing." + standing);
    }

    private String contact(Contact contact) {
        return text("contact." + (contact == null ? Contact.UNKNOWN : contact).name());
    }

    private String seen(Instant when) {
        return when == null ? text("never") : formats.time(when);
    }

    private static Status status(MachineSummary machine) {
        return switch (machine.contact()) {
            case HEARD -> Status.OK;
            case SILENT -> Status.CRIT;
            case UNKNOWN -> Status.UNKNOWN;
            case null -> Status.UNKNOWN;
        };
    }

    private List<Chip<MachineSummary>> chips() {
        return List.of(
                new Chip<>("heard", "contact", contact(Contact.HEARD), Status.OK,
                        machine -> machine.contact() == Contact.HEARD),
                new Chip<>("silent", "contact", contact(Contact.SILENT), Status.CRIT,
                        machine -> machine.contact() == Contact.SILENT),
                new Chip<>("outdated", "standing", texts.text("agents.chip.outdated"), Status.WARN,
                        machine -> versions.standing(machine) == Standing.OLDER));
    }
}

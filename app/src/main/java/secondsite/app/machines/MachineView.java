package secondsite.app.machines;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import secondsite.api.machine.MachineInventory;
import secondsite.api.machine.MachineSummary;
import secondsite.api.policy.Policy;
import secondsite.app.action.Action;
import secondsite.app.action.ActionControls;
import secondsite.app.action.ActionRow;
import secondsite.app.action.Actions;
import secondsite.app.action.ChosenMachine;
import secondsite.app.control.SkeletonRows;
import secondsite.app.control.StatusPill;
import secondsite.app.fx.Texts;
import secondsite.app.navigation.Arrival;
import secondsite.app.navigation.Place;
import secondsite.app.words.MachinePlace;
import secondsite.app.words.MachineText;

/** The page of one machine: who it is, what can be done, and its tabs. */
public final class MachineView implements Arrival {

    private static final int MOST_WORKED = 8;
    /** Those that stand on the page itself, each if it is allowed or as one that is awaited; all others are in the menu. */
    private static final List<String> AWAITED = List.of("resync", "commit");
    private static final List<String> OFFERED = List.of("protect", "resync", "pause", "resume", "clean-up",
            "test-failover", "start-copy", "change-point", "commit", "cancel-failover", "reverse", "planned-failover",
            "unplanned-failover");

    private final MachineViewModel model;
    private final OverviewTab overview;
    private final DisksTab disks;
    private final JobsTab jobs;
    private final EventsTab events;
    private final SettingsTab settings;
    private final Actions actions;
    private final ActionControls controls;
    private final MachineText words;
    private final MachinePlace places;
    private final Texts texts;
    private final Map<MachineViewModel.Tab, Tab> tabs = new EnumMap<>(MachineViewModel.Tab.class);
    // What lives longer than the view holds these weakly: the view goes with the language.
    private final InvalidationListener changed = _ -> show();
    private final InvalidationListener turned = _ -> turn();
    private ActionRow<ChosenMachine> offered;

    @FXML
    private Label name;
    @FXML
    private HBox pills;
    @FXML
    private Label detail;
    @FXML
    private HBox buttons;
    @FXML
    private Label fault;
    @FXML
    private TabPane tabPane;
    @FXML
    private VBox overviewPane;
    @FXML
    private VBox disksPane;
    @FXML
    private VBox jobsPane;
    @FXML
    private VBox eventsPane;
    @FXML
    private VBox settingsPane;

    @Inject
    MachineView(MachineViewModel model, OverviewTab overview, DisksTab disks, JobsTab jobs, EventsTab events,
            SettingsTab settings, Actions actions, ActionControls controls, MachineText words, MachinePlace places,
            Texts texts) {
        this.model = model;
        this.overview = overview;
        this.disks = disks;
        this.jobs = jobs;
        this.events = events;
        this.settings = settings;
        this.actions = actions;
        this.controls = controls;
        this.words = words;
        this.places = places;
        this.texts = texts;
    }

    @FXML
    private void initialize() {
        for (MachineViewModel.Tab each : MachineViewModel.Tab.values()) {
            tabs.put(each, tabPane.getTabs().get(each.ordinal()));
        }
        overviewPane.getChildren().setAll(new SkeletonRows(MOST_WORKED));
        MenuButton more = new MenuButton(texts.text("machine.actions"));
        more.setId("machine-actions");
        more.setMinWidth(Region.USE_PREF_SIZE);
        offered = new ActionRow<>(controls, buttons, Optional.of(more));
        fault.textProperty().bind(model.fault());
        fault.visibleProperty().bind(model.fault().isNotEmpty());
        fault.managedProperty().bind(fault.visibleProperty());
        disks.addTo(disksPane);
        jobs.addTo(jobsPane);
        events.addTo(eventsPane);
        settings.addTo(settingsPane);
        model.facts().addListener(new WeakInvalidationListener(changed));
        model.tab().addListener(new WeakInvalidationListener(turned));
        tabPane.getSelectionModel().selectedIndexProperty()
                .addListener((_, _, now) -> model.show(MachineViewModel.Tab.values()[Math.max(0, now.intValue())]));
        turn();
        show();
    }

    private void turn() {
        tabPane.getSelectionModel().select(tabs.get(model.tab().get()));
    }

    @Override
    public void arrive(Place place) {
        model.arrive(place);
    }

    @Override
    public void leave() {
        model.leave();
    }

    private void show() {
        MachineFacts facts = model.facts().get();
        if (facts == null) {
            name.setText("");
            detail.setText("");
            pills.getChildren().clear();
            offered.clear();
            overviewPane.getChildren().setAll(new SkeletonRows(MOST_WORKED));
            return;
        }
        head(facts);
        buttons(facts.chosen());
        overview.show(overviewPane, facts);
        disks.show(facts);
        jobs.show(facts);
        events.show(facts);
        settings.show(facts);
    }

    private void head(MachineFacts facts) {
        MachineSummary machine = facts.summary();
        name.setText(machine.name());
        pills.getChildren().setAll(new StatusPill(words.stateStatus(machine), words.state(machine)));
        if (machine.health() != null) {
            pills.getChildren().addFirst(new StatusPill(words.healthStatus(machine), words.health(machine)));
        }
        List<String> parts = new ArrayList<>();
        Optional.ofNullable(machine.operatingSystem()).ifPresent(parts::add);
        facts.detail().nics().stream().map(MachineInventory.NicFacts::addresses).flatMap(List::stream)
                .filter(address -> address.indexOf(':') < 0).findFirst().ifPresent(parts::add);
        parts.add(texts.text("machine.in-group", places.group(machine)));
        model.policy().map(Policy::name).ifPresent(policy -> parts.add(texts.text("machine.by-policy", policy)));
        detail.setText(String.join(" · ", parts));
    }

    private void buttons(ChosenMachine machine) {
        List<Action<ChosenMachine>> all = actions.of(ChosenMachine.class);
        offered.show(all, all.stream().filter(action -> isShown(action, machine)).toList(), machine);
    }

    private static boolean isShown(Action<ChosenMachine> action, ChosenMachine machine) {
        return OFFERED.contains(action.id()) && (action.on(machine).allowed() || AWAITED.contains(action.id())
                && machine.protection() != null && machine.protection().epoch() > 0);
    }
}

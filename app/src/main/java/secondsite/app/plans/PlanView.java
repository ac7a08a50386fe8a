package secondsite.app.plans;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import secondsite.api.machine.MachineSummary;
import secondsite.api.plan.KnownPlan;
import secondsite.api.plan.Plan;
import secondsite.api.plan.PlanAction;
import secondsite.api.plan.PlanGroup;
import secondsite.api.recovery.FailoverKind;
import secondsite.app.action.Permission;
import secondsite.app.dialog.Destination;
import secondsite.app.dialog.Dialogs;
import secondsite.app.dialog.Question;
import secondsite.app.form.Form;
import secondsite.app.fx.FxmlFile;
import secondsite.app.fx.Texts;
import secondsite.app.fx.Views;
import secondsite.app.navigation.Arrival;
import secondsite.app.navigation.Navigator;
import secondsite.app.navigation.Screen;
import secondsite.app.navigation.Place;

/** One plan: its groups as columns, and its runs. */
public final class PlanView implements Arrival {

    private final PlanViewModel model;
    private final RunViewModel runs;
    private final RunWords words;
    private final Views views;
    private final Navigator navigator;
    private final Texts texts;
    private final Dialogs dialogs;
    private final Destination destination;
    private final InvalidationListener changed = _ -> show();
    private final List<GroupColumn> shown = new ArrayList<>();
    private List<PlanGroup> built = List.of();
    private List<MachineSummary> builtFree = List.of();
    private Optional<UUID> followed = Optional.empty();
    private Layer over;

    @FXML
    private StackPane layer;
    @FXML
    private TextField name;
    @FXML
    private Label nameFault;
    @FXML
    private TextField description;
    @FXML
    private Label descriptionFault;
    @FXML
    private TextField rto;
    @FXML
    private Label rtoFault;
    @FXML
    private TextField rpo;
    @FXML
    private Label rpoFault;
    @FXML
    private Label version;
    @FXML
    private Label newer;
    @FXML
    private Label why;
    @FXML
    private Label problem;
    @FXML
    private Label machinesFault;
    @FXML
    private Button save;
    @FXML
    private StackPane saveBox;
    @FXML
    private Button revert;
    @FXML
    private MenuButton more;
    @FXML
    private MenuItem export;
    @FXML
    private MenuItem remove;
    @FXML
    private Button test;
    @FXML
    private Button real;
    @FXML
    private TabPane tabs;
    @FXML
    private Tab runsTab;
    @FXML
    private HBox columns;
    @FXML
    private VBox free;
    @FXML
    private Button add;

    @Inject
    PlanView(PlanViewModel model, RunViewModel runs, RunWords words, Views views, Navigator navigator, Texts texts,
            Dialogs dialogs, Destination destination) {
        this.dialogs = dialogs;
        this.destination = destination;
        this.model = model;
        this.runs = runs;
        this.words = words;
        this.views = views;
        this.navigator = navigator;
        this.texts = texts;
    }

    @FXML
    private void initialize() {
        over = new Layer(layer);
        name.textProperty().addListener((_, _, typed) -> model.change(old -> old.named(typed)));
        description.textProperty().addListener((_, _, typed) -> model.change(old -> old.described(typed)));
        rto.textProperty().addListener((_, _, typed) -> model.change(old -> old.aiming(typed, old.rpo())));
        rpo.textProperty().addListener((_, _, typed) -> model.change(old -> old.aiming(old.rto(), typed)));
        problem.textProperty().bind(model.problem());
        List.of(problem, why, newer, nameFault, descriptionFault, rtoFault, rpoFault, machinesFault)
                .forEach(label -> label.managedProperty().bind(label.textProperty().isNotEmpty()));
        acceptMachinesBack();
        model.anew();
        model.page().addListener(new WeakInvalidationListener(changed));
        show();
    }

    @Override
    public void arrive(Place place) {
        String[] parts = place.parameter().split("/", 2);
        model.show(parts[0]);
        followed = model.kept().map(KnownPlan::id);
        runs.show(followed.orElse(null));
        if (parts.length > 1) {
            tabs.getSelectionModel().select(runsTab);
        } else {
            tabs.getSelectionModel().selectFirst();
        }
        show();
    }

    @Override
    public void leave() {
        over.close();
    }

    private void show() {
        PlanViewModel.Page page = model.page().get();
        Permission change = model.mayChange();
        navigator.name(Screen.PLAN, page.title());
        follow(model.kept().map(KnownPlan::id));
        write(name, page.draft().name());
        write(description, page.draft().description());
        write(rto, page.draft().rto());
        write(rpo, page.draft().rpo());
        List.of(name, description, rto, rpo).forEach(field -> field.setDisable(!change.allowed()));
        faults(page);
        version.setText(page.version());
        newer.setText(page.newer() ? texts.text("plan.newer") : "");
        buttons(page, change);
        if (!structure(page.draft().groups()).equals(built) || !page.free().equals(builtFree)) {
            rebuild(page, change.allowed());
        }
        shown.forEach(column -> column.update(page.draft(), page.faults()));
    }

    /** A plan that was not known on arrival may be so now. */
    private void follow(Optional<UUID> plan) {
        if (!plan.equals(followed)) {
            followed = plan;
            runs.show(plan.orElse(null));
        }
    }

    private static void write(TextInputControl field, String text) {
        if (!field.getText().equals(text)) {
            field.setText(text);
        }
    }

    private void faults(PlanViewModel.Page page) {
        Map<String, String> faults = page.changed() ? page.faults() : Map.of();
        nameFault.setText(faults.getOrDefault(PlanFaults.NAME, ""));
        descriptionFault.setText(faults.getOrDefault(PlanFaults.DESCRIPTION, ""));
        rtoFault.setText(faults.getOrDefault(PlanFaults.RTO, ""));
        rpoFault.setText(faults.getOrDefault(PlanFaults.RPO, ""));
        machinesFault.setText(faults.getOrDefault(PlanFaults.MACHINES, ""));
    }

    private void buttons(PlanViewModel.Page page, Permission change) {
        Permission may = model.maySave();
        save.setDisable(!may.allowed());
        Tooltip.install(saveBox, may.allowed() ? null : new Tooltip(may.reason()));
        revert.setDisable(!page.changed());
        boolean kept = model.kept().isPresent();
        more.setDisable(!kept);
        remove.setDisable(!change.allowed());
        remove.setText(change.allowed()
                ? texts.text("plan.remove")
                : texts.text("action.disabled", texts.text("plan.remove"), change.reason()));
        Permission run = model.mayRun();
        test.setDisable(!kept || page.changed() || !run.allowed());
        real.setDisable(!kept || page.changed() || !run.allowed());
        why.setText(run.allowed() ? change.reason() : run.reason());
        runsTab.setDisable(!kept);
        add.setDisable(!change.allowed() || page.draft().groups().size() == Plan.MOST_GROUPS);
    }

    /** Groups without their names, which are typed in place. */
    private static List<PlanGroup> structure(List<PlanGroup> groups) {
        return groups.stream().map(group -> new PlanGroup(null, group.before(), group.machines(), group.after()))
                .toList();
    }

    private void rebuild(PlanViewModel.Page page, boolean may) {
        String focused = Optional.ofNullable(layer.getScene()).map(scene -> scene.getFocusOwner()).map(Node::getId)
                .orElse("");
        shown.clear();
        for (int i = 0; i < page.draft().groups().size(); i++) {
            shown.add(new GroupColumn(model, texts, this::form, page.draft(), i, may));
        }
        columns.getChildren().setAll(shown.stream().map(GroupColumn::node).toList());
        free.getChildren().setAll(page.free().stream().map(machine -> free(machine.id(), may)).toList());
        built = structure(page.draft().groups());
        builtFree = page.free();
        if (focused.startsWith("machine-")) {
            Optional.ofNullable(layer.getScene().lookup("#" + focused)).ifPresent(Node::requestFocus);
        }
    }

    private Node free(UUID machine, boolean may) {
        Node card = GroupColumn.card(model, texts, machine);
        if (may) {
            Dragging.source(card, new Dragged.Machine(machine));
            card.addEventHandler(KeyEvent.KEY_PRESSED, key -> {
                boolean right = key.isShortcutDown() && key.getCode() == KeyCode.RIGHT;
                if (right || key.getCode() == KeyCode.ENTER) {
                    model.change(old -> old.placed(machine, 0));
                    key.consume();
                }
            });
            card.setOnMouseClicked(click -> {
                if (click.getClickCount() == 2) {
                    model.change(old -> old.placed(machine, old.groups().size() - 1));
                }
            });
        }
        return card;
    }

    private void acceptMachinesBack() {
        Dragging.into(free, Dragged.Machine.class, machine -> model.change(old -> old.without(machine.id())));
    }

    private void form(int group, Phase phase, int index, ActionKind kind) {
        PlanDraft draft = model.page().get().draft();
        ActionDraft first = index < 0
                ? ActionDraft.fresh(kind)
                : ActionDraft.of(phase.of(draft.groups().get(group)).get(index));
        new ActionEditor(first, draft.upBy(group, phase), model::machine, texts, words).open(over,
                (PlanAction action) -> model.change(old -> old.acting(group, phase, index, action)));
    }

    @FXML
    private void addGroup() {
        model.addGroup();
    }

    @FXML
    private void save() {
        model.save();
    }

    @FXML
    private void revert() {
        model.revert();
    }

    @FXML
    private void export() {
        destination.ask(model.page().get().title() + ".yaml").ifPresent(model::export);
    }

    @FXML
    private void remove() {
        String plan = model.page().get().title();
        dialogs.ask(new Question(texts.text("plan.remove.title", plan), List.of(texts.text("plan.remove.text")),
                Form.NONE, texts.text("plan.remove.go"), texts.text("plan.back"), true), () -> plan,
                _ -> model.remove());
    }

    @FXML
    private void orderTest() {
        order(FailoverKind.TEST);
    }

    @FXML
    private void orderReal() {
        order(FailoverKind.PLANNED);
    }

    private void order(FailoverKind kind) {
        model.kept().ifPresent(plan -> {
            Views.View view = views.load(FxmlFile.PLAN_ORDER);
            RunOrderView controller = (RunOrderView) view.controller();
            controller.open(plan, kind, over::close, run -> {
                over.close();
                tabs.getSelectionModel().select(runsTab);
                runs.choose(run.run());
            });
            over.show((Region) view.root(), controller.safe());
        });
    }
}

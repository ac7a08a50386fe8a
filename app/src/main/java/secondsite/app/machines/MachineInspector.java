package secondsite.app.machines;

import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.MenuButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import secondsite.api.activity.Job;
import secondsite.api.machine.MachineSummary;
import secondsite.api.policy.Policy;
import secondsite.api.replication.Protection;
import secondsite.app.action.ActionControls;
import secondsite.app.action.ActionRow;
import secondsite.app.action.Actions;
import secondsite.app.action.ChosenMachine;
import secondsite.app.control.Facts;
import secondsite.app.control.MiddleEllipsisLabel;
import secondsite.app.control.ProgressRow;
import secondsite.app.control.Status;
import secondsite.app.control.StatusPill;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Texts;
import secondsite.app.session.LiveModel;
import secondsite.app.words.JobText;
import secondsite.app.words.MachinePlace;
import secondsite.app.words.MachineText;

/** Says beside the list what matters of the machine that is chosen, and offers what can be done to it. */
final class MachineInspector {

    private final MachinesViewModel model;
    private final LiveModel live;
    private final Actions actions;
    private final MachineReasons reasons;
    private final MachineText words;
    private final MachinePlace places;
    private final JobText jobs;
    private final Texts texts;
    private final Formats formats;
    private final VBox said = new VBox();
    private final HBox buttons;
    private final ActionRow<ChosenMachine> offered;
    private ChosenMachine shown;

    @Inject
    MachineInspector(MachinesViewModel model, LiveModel live, Actions actions, ActionControls controls,
            MachineReasons reasons, MachineText words, MachinePlace places, JobText jobs, Texts texts,
            Formats formats) {
        this.model = model;
        this.live = live;
        this.actions = actions;
        this.reasons = reasons;
        this.words = words;
        this.places = places;
        this.jobs = jobs;
        this.texts = texts;
        this.formats = formats;
        said.getStyleClass().add("inspector-said");
        Button open = new Button(texts.text("machines.inspector.open"), new FontIcon("ci-launch"));
        open.setId("inspector-open");
        open.setOnAction(_ -> model.open(shown.summary().id()));
        MenuButton more = new MenuButton(texts.text("machine.actions"));
        more.setId("inspector-actions");
        HBox menu = new HBox();
        offered = new ActionRow<>(controls, menu, Optional.of(more));
        buttons = new HBox(open, menu);
        buttons.getStyleClass().add("buttons");
    }

    void show(VBox pane, ChosenMachine machine) {
        MachineSummary summary = machine.summary();
        shown = machine;
        said.getChildren().setAll(head(summary), pills(summary), facts(machine));
        said.getChildren().addAll(reasons.of(machine.protection()));
        Job job = model.job(machine);
        if (job != null) {
            said.getChildren().add(new ProgressRow(new ProgressRow.Progress(Status.SYNC, jobs.type(job), "",
                    jobs.share(job), jobs.figure(job), jobs.detail(job))));
        }
        offered.show(actions.of(ChosenMachine.class), List.of(), machine);
        if (pane.getChildren().isEmpty()) {
            pane.getChildren().setAll(said, buttons);
        }
    }

    private MiddleEllipsisLabel head(MachineSummary machine) {
        var name = new MiddleEllipsisLabel();
        name.setText(machine.name());
        name.getStyleClass().add("inspector-title");
        return name;
    }

    private HBox pills(MachineSummary machine) {
        HBox pills = new HBox(new StatusPill(words.stateStatus(machine), words.state(machine)));
        if (machine.health() != null) {
            pills.getChildren().addFirst(new StatusPill(words.healthStatus(machine), words.health(machine)));
        }
        pills.getStyleClass().add("pills");
        return pills;
    }

    private Facts facts(ChosenMachine machine) {
        MachineSummary summary = machine.summary();
        Facts facts = new Facts().add(texts.text("machine.fact.runs"), places.runsIn(summary))
                .add(texts.text("machine.fact.group"), places.group(summary));
        Protection protection = machine.protection();
        if (protection != null && protection.policy() != null) {
            facts.add(texts.text("machine.fact.policy"),
                    live.policy(protection.policy()).map(Policy::name).orElse(MachinePlace.NOTHING))
                    .add(texts.text("machine.fact.way"),
                            texts.text("machine.way", protection.processServer(), protection.masterTarget()));
        }
        if (MachinePlace.isProtected(summary)) {
            facts.add(texts.text("machine.fact.rpo"), places.rpo(summary));
        }
        return facts
                .add(texts.text("machine.fact.disks"),
                        texts.text("machine.disks", summary.disks(), formats.size(summary.bytes())))
                .add(texts.text("machine.fact.system"),
                        summary.operatingSystem() == null ? MachinePlace.NOTHING : summary.operatingSystem())
                .add(texts.text("machine.fact.seen"),
                        summary.lastSeen() == null ? MachinePlace.NOTHING : formats.ago(summary.lastSeen()));
    }
}

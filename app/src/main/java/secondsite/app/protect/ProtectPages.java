package secondsite.app.protect;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.transformation.FilteredList;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import secondsite.api.machine.MachineDetail.KnownDisk;
import secondsite.api.machine.MachineSummary;
import secondsite.api.policy.Policy;
import secondsite.api.site.ServerSummary;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Texts;
import secondsite.app.wizard.Form;

/** What the wizard shows to protect machines. */
final class ProtectPages {

    private static final double CHOICE = 420;
    private static final double LIST = 290;

    private final ProtectViewModel model;
    private final Texts texts;
    private final Formats formats;

    ProtectPages(ProtectViewModel model, Texts texts, Formats formats) {
        this.model = model;
        this.texts = texts;
        this.formats = formats;
    }

    Node machines() {
        var all = new FilteredList<>(FXCollections.observableArrayList(model.candidates()));
        var filter = new TextField();
        filter.setId("protect-filter");
        filter.setPromptText(texts.text("protect.machines.filter"));
        filter.setAccessibleText(texts.text("protect.machines.filter"));
        filter.textProperty().addListener((_, _, typed) -> all.setPredicate(machine -> matches(machine, typed)));
        var list = new ListView<>(all);
        list.setId("protect-machines");
        list.setAccessibleText(texts.text("protect.machines.heading"));
        list.setCellFactory(_ -> new Candidate());
        list.setPrefHeight(LIST);
        list.addEventFilter(KeyEvent.KEY_PRESSED, key -> {
            if (key.getCode() == KeyCode.SPACE && list.isFocused()) {
                toggle(list.getFocusModel().getFocusedItem());
                list.refresh();
                key.consume();
            }
        });
        return new Form().heading(texts.text("protect.machines.heading"))
                .explanation(texts.text("protect.machines.explanation")).add(filter).fill(list).page();
    }

    private void toggle(MachineSummary machine) {
        if (machine != null && model.refusal(machine).isEmpty()) {
            model.choose(machine.id(), !model.isChosen(machine.id()));
        }
    }

    private static boolean matches(MachineSummary machine, String typed) {
        String said = machine.name() + " " + machine.hostName() + " " + machine.operatingSystem();
        return said.toLowerCase(Locale.ROOT).contains(typed.toLowerCase(Locale.ROOT).strip());
    }

    private final class Candidate extends ListCell<MachineSummary> {

        private final CheckBox box = new CheckBox();
        private final Label detail = new Label();
        private final HBox line = new HBox(box, spaced(), detail);

        Candidate() {
            line.getStyleClass().add("legend-line");
            detail.getStyleClass().add("muted");
            box.setOnAction(_ -> {
                if (getItem() != null) {
                    model.choose(getItem().id(), box.isSelected());
                }
            });
        }

        private static Region spaced() {
            var space = new Region();
            HBox.setHgrow(space, Priority.ALWAYS);
            return space;
        }

        @Override
        protected void updateItem(MachineSummary machine, boolean empty) {
            super.updateItem(machine, empty);
            setGraphic(empty || machine == null ? null : line);
            if (!empty && machine != null) {
                String refusal = model.refusal(machine);
                box.setId("protect-machine-" + machine.name());
                box.setText(machine.name());
                box.setSelected(model.isChosen(machine.id()));
                box.setDisable(!refusal.isEmpty());
                detail.setText(refusal.isEmpty()
                        ? texts.text("protect.machines.line", machine.disks(), formats.size(machine.bytes()))
                        : refusal);
            }
        }
    }

    Node target() {
        return new Form().heading(texts.text("protect.target.heading"))
                .explanation(texts.text("protect.target.explanation"))
                .field(texts.text("protect.target.process-server"),
                        servers("protect-process-server", model.processServers(), model.processServer()),
                        new ReadOnlyStringWrapper(""))
                .field(texts.text("protect.target.master-target"),
                        servers("protect-master-target", model.masterTargets(), model.masterTarget()),
                        new ReadOnlyStringWrapper(""))
                .note("warn", model.targetWarning()).page();
    }

    private Node servers(String id, List<ServerSummary> servers, ObjectProperty<ServerSummary> chosen) {
        var choice = new ComboBox<ServerSummary>();
        choice.setId(id);
        choice.getItems().setAll(servers);
        choice.setPrefWidth(CHOICE);
        choice.setConverter(new StringConverter<>() {
            @Override
            public String toString(ServerSummary server) {
                return server == null ? "" : model.describe(server);
            }

            @Override
            public ServerSummary fromString(String text) {
                return servers.stream().filter(server -> model.describe(server).equals(text)).findFirst().orElse(null);
            }
        });
        choice.valueProperty().bindBidirectional(chosen);
        return choice;
    }

    Node disks() {
        var all = new VBox();
        all.getStyleClass().add("protect-disks");
        model.known().addListener((_, _, _) -> fill(all));
        fill(all);
        return new Form().heading(texts.text("protect.disks.heading"))
                .explanation(texts.text("protect.disks.explanation")).add(all).page();
    }

    private void fill(VBox all) {
        all.getChildren().clear();
        for (MachineSummary machine : model.chosen()) {
            Label name = new Label(machine.name());
            name.getStyleClass().add("strong");
            all.getChildren().add(name);
            model.known().get().getOrDefault(machine.id(), List.of())
                    .forEach(disk -> all.getChildren().add(disk(disk)));
        }
    }

    private Node disk(KnownDisk disk) {
        var box = new CheckBox(texts.text("protect.disks.line", disk.name(), formats.size(disk.size()),
                disk.file() == null ? "" : disk.file()));
        box.setId("protect-disk-" + disk.name());
        box.setSelected(!model.isLeftOut(disk.id()));
        box.setOnAction(_ -> model.leaveOut(disk.id(), !box.isSelected()));
        return box;
    }

    Node policy() {
        var form = new Form().heading(texts.text("protect.policy.heading"))
                .explanation(texts.text("protect.policy.explanation"));
        var group = new ToggleGroup();
        form.option(group, "protect-policy-group", model.policy(), Optional.<UUID>empty(),
                texts.text("protect.policy.group"), texts.text("protect.policy.group.meaning"));
        for (Policy policy : model.policies()) {
            form.option(group, "protect-policy-" + policy.name(), model.policy(), Optional.of(policy.id()),
                    policy.name(), model.describe(policy));
        }
        return form.page();
    }
}

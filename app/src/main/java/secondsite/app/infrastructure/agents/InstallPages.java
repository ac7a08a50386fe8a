package secondsite.app.infrastructure.agents;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import secondsite.api.installation.AgentPackage;
import secondsite.api.installation.InstallationAction;
import secondsite.api.site.ServerSummary;
import secondsite.app.control.Status;
import secondsite.app.control.StatusIcon;
import secondsite.app.fx.Texts;
import secondsite.app.wizard.Form;

/** What the wizards about agents show before the checks. */
final class InstallPages {

    private static final double CHOICE = 420;
    private static final double ADDRESS = 260;
    private static final int LINES = 7;

    private final InstallViewModel model;
    private final Texts texts;

    InstallPages(InstallViewModel model, Texts texts) {
        this.model = model;
        this.texts = texts;
    }

    /** Machines that have no agent: they are pasted, and what was read of them stands below. */
    Node machines() {
        var area = new TextArea();
        area.setId("install-machines");
        area.setPrefRowCount(LINES);
        area.setPromptText(texts.text("install.machines.prompt"));
        area.setAccessibleText(texts.text("install.machines.heading"));
        area.textProperty().bindBidirectional(model.typed());
        var read = new ListView<>(FXCollections.observableArrayList(model.lines().get()));
        read.setId("install-lines");
        read.setAccessibleText(texts.text("install.machines.read"));
        read.setPlaceholder(muted("install.machines.nothing"));
        read.setCellFactory(_ -> new Line());
        read.setPrefHeight(Region.USE_COMPUTED_SIZE);
        model.lines().addListener((_, _, now) -> read.getItems().setAll(now));
        var count = new Label();
        count.getStyleClass().add("strong");
        count.textProperty().bind(model.lines().map(_ -> counted()));
        var typing = new VBox(area);
        VBox.setVgrow(area, Priority.ALWAYS);
        typing.getStyleClass().add("install-half");
        var seen = new VBox(count, read);
        VBox.setVgrow(read, Priority.ALWAYS);
        seen.getStyleClass().add("install-half");
        var both = new HBox(typing, seen);
        both.getStyleClass().add("install-pair");
        HBox.setHgrow(typing, Priority.ALWAYS);
        HBox.setHgrow(seen, Priority.ALWAYS);
        return new Form().heading(texts.text("install.machines.heading"))
                .explanation(texts.text("install.machines.explanation")).fill(both)
                .check("install-known-too", model.knownToo(), texts.text("install.machines.known-too"), "").page();
    }

    private Label muted(String key) {
        var label = new Label(texts.text(key));
        label.getStyleClass().add("muted");
        label.setWrapText(true);
        return label;
    }

    private String counted() {
        return texts.text("install.machines.count", model.count(TargetLine.Kind.TAKEN),
                model.count(TargetLine.Kind.KNOWN), model.count(TargetLine.Kind.TWICE),
                model.count(TargetLine.Kind.WRONG));
    }

    /** What became of a line. */
    private final class Line extends ListCell<TargetLine> {

        private final StatusIcon icon = new StatusIcon();
        private final Label address = new Label();
        private final Label remark = new Label();
        private final VBox words = new VBox(address, remark);
        private final HBox line = new HBox(icon, words);

        Line() {
            line.getStyleClass().add("install-line");
            words.setAlignment(Pos.CENTER_LEFT);
            remark.getStyleClass().add("muted");
            remark.setWrapText(true);
            remark.managedProperty().bind(remark.textProperty().isNotEmpty());
            // A line is as wide as the list, and wraps there.
            setPrefWidth(0);
        }

        @Override
        protected void updateItem(TargetLine item, boolean empty) {
            super.updateItem(item, empty);
            setGraphic(empty || item == null ? null : line);
            if (!empty && item != null) {
                icon.setStatus(status(item.kind()));
                address.setText(item.text());
                remark.setText(item.remark());
                setAccessibleText(texts.text("install.machines.line." + item.kind()) + ": " + item.text() + ". "
                        + item.remark());
            }
        }
    }

    private static Status status(TargetLine.Kind kind) {
        return switch (kind) {
            case TAKEN -> Status.OK;
            case TWICE, KNOWN -> Status.IDLE;
            case WRONG -> Status.CRIT;
        };
    }

    /** Machines that have one: where SSH reaches them. */
    Node reached() {
        var grid = new GridPane();
        grid.getStyleClass().add("install-reached");
        grid.addRow(0, muted("infrastructure.agent"), muted("install.reached.version"),
                muted("install.reached.address"));
        int row = 1;
        for (InstallViewModel.Reached each : model.reached()) {
            var name = new Label(each.machine().agent());
            name.getStyleClass().add("strong");
            var field = new TextField();
            field.setId("install-address-" + each.machine().agent());
            field.setPrefWidth(ADDRESS);
            field.setAccessibleText(texts.text("install.reached.address-of", each.machine().agent()));
            field.textProperty().bindBidirectional(each.address());
            grid.addRow(row++, name, new Label(versions(each)), field);
        }
        return new Form().heading(texts.text("install.reached.heading"))
                .explanation(texts.text("install.reached.explanation")).add(grid).page();
    }

    private String versions(InstallViewModel.Reached each) {
        AgentVersions known = model.versions();
        String now = known.version(each.machine());
        String next = switch (model.action()) {
            case UPGRADE -> known.newest().orElse("");
            case ROLL_BACK -> known.before(each.machine()).orElse("");
            default -> "";
        };
        String said = now.isEmpty() ? texts.text("install.reached.unknown") : now;
        return next.isEmpty() ? said : texts.text("install.reached.from-to", said, next);
    }

    Node server() {
        var form = new Form()
                .heading(texts.text(model.brings() ? "install.server.heading" : "install.server.heading-only"))
                .explanation(texts.text("install.server.explanation"))
                .field(texts.text("protect.target.process-server"), servers(), new ReadOnlyStringWrapper(""));
        if (model.brings()) {
            var choices = new VBox();
            fill(choices);
            model.offered().addListener((_, _, _) -> fill(choices));
            form.add(choices);
        }
        return form.page();
    }

    private void fill(VBox choices) {
        var group = new ToggleGroup();
        var form = new Form();
        Optional<String> newest = model.versions().newest();
        form.add(muted("install.version"));
        form.option(group, "install-newest", model.version(), Optional.<String>empty(), newest
                .map(each -> texts.text("install.version.newest", each))
                .orElseGet(() -> texts.text("install.version.none")),
                newest.map(this::systems).orElseGet(() -> texts.text("install.package.none")));
        model.versions().versions().stream().skip(1)
                .forEach(each -> form.option(group, "install-version-" + each, model.version(), Optional.of(each), each,
                        systems(each)));
        var page = (VBox) form.page();
        page.getStyleClass().setAll("install-options");
        choices.getChildren().setAll(page);
    }

    /** For which machines there are packages. */
    private String systems(String version) {
        List<AgentPackage> all = model.versions().packages(version);
        return all.stream().map(each -> each.kind().name().toLowerCase(Locale.ROOT) + " " + each.architecture())
                .collect(Collectors.joining(" · "));
    }

    private Node servers() {
        var choice = new ComboBox<ServerSummary>();
        choice.setId("install-server");
        choice.getItems().setAll(model.servers());
        choice.setPrefWidth(CHOICE);
        choice.setAccessibleText(texts.text("protect.target.process-server"));
        choice.setConverter(new StringConverter<>() {
            @Override
            public String toString(ServerSummary server) {
                return server == null
                        ? ""
                        : server.name() + (server.address() == null ? "" : " · " + server.address().getHost());
            }

            @Override
            public ServerSummary fromString(String text) {
                return model.servers().stream().filter(each -> toString(each).equals(text)).findFirst().orElse(null);
            }
        });
        choice.valueProperty().bindBidirectional(model.server());
        return choice;
    }

    /** Of the wizards, by what they do. */
    static String key(InstallationAction action) {
        return "install." + action.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

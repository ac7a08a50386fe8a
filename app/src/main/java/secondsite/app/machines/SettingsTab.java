package secondsite.app.machines;

import jakarta.inject.Inject;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.beans.property.Property;
import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.css.PseudoClass;
import javafx.util.StringConverter;
import secondsite.api.machine.MachineDetail.KnownDisk;
import secondsite.api.policy.Policy;
import secondsite.api.replication.AppConsistency;
import secondsite.api.site.Network;
import secondsite.app.control.Facts;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Texts;
import secondsite.app.words.MachinePlace;

/** How the machine is protected, and how it is to be brought up at the other site. */
final class SettingsTab {

    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("error");

    private final MachineViewModel model;
    private final RecoveryViewModel recovery;
    private final Texts texts;
    private final Formats formats;
    private final VBox protection = card();
    private final VBox form = card();
    private final VBox cards = card();
    private final InvalidationListener changed = _ -> form();

    @Inject
    SettingsTab(MachineViewModel model, RecoveryViewModel recovery, Texts texts, Formats formats) {
        this.model = model;
        this.recovery = recovery;
        this.texts = texts;
        this.formats = formats;
        recovery.form().addListener(new WeakInvalidationListener(changed));
    }

    private static VBox card() {
        VBox card = new VBox();
        card.getStyleClass().add("card");
        return card;
    }

    void addTo(VBox pane) {
        pane.getChildren().setAll(protection, form, cards);
        form();
    }

    void show(MachineFacts facts) {
        protection.getChildren().setAll(title("machine.settings.protection"), protection(facts));
        recovery.show(facts);
    }

    private Label title(String key) {
        Label title = new Label(texts.text(key));
        title.getStyleClass().add("card-title");
        return title;
    }

    private Facts protection(MachineFacts facts) {
        if (!facts.isProtected()) {
            return new Facts().add(texts.text("machine.fact.state"), texts.text("machine.state.UNPROTECTED"));
        }
        var rows = new Facts();
        model.policy().ifPresent(policy -> rows.add(texts.text("machine.fact.policy"), policy.name())
                .add(texts.text("machine.fact.rpo"), formats.duration(policy.rpoWarningSeconds()))
                .add(texts.text("machine.fact.kept"), kept(policy)));
        rows.add(texts.text("machine.fact.replication-group"),
                model.replicationGroup().orElse(texts.text("machine.group.none")));
        AppConsistency quiet = facts.protection().applications();
        return rows
                .add(texts.text("machine.fact.way"),
                        texts.text("machine.way", facts.protection().processServer(),
                                facts.protection().masterTarget()))
                .add(texts.text("machine.fact.freeze"),
                        quiet == null || quiet.freeze().isEmpty()
                                ? texts.text("machine.freeze.none")
                                : texts.text("machine.freeze", String.join(", ", quiet.freeze()),
                                        formats.duration(quiet.freezeMillis() / 1000.0)))
                .add(texts.text("machine.fact.scripts"), scripts(quiet));
    }

    private String kept(Policy policy) {
        return texts.text("machine.kept", formats.duration(policy.retention().everythingMinutes() * 60.0),
                formats.duration(policy.retention().hourlyHours() * 3600.0),
                formats.duration(policy.retention().dailyDays() * 86400.0));
    }

    private static String scripts(AppConsistency quiet) {
        String both = quiet == null
                ? ""
                : String.join(" · ", Stream.of(quiet.preScript(), quiet.postScript()).filter(words -> !words.isEmpty())
                        .map(words -> String.join(" ", words)).toList());
        return both.isEmpty() ? MachinePlace.NOTHING : both;
    }

    private void form() {
        RecoveryViewModel.Form now = recovery.form().get();
        form.getChildren().setAll(title("recovery.title"), hint("recovery.hint"));
        cards.getChildren().setAll(title("recovery.cards.title"), hint("recovery.cards.hint"));
        if (now == null) {
            return;
        }
        var fields = new Facts();
        fields.add(texts.text("recovery.memory"), field(recovery.memory(), _ -> RecoveryViewModel
                .number(recovery.memory()), texts.text("recovery.as-machine"), "recovery-memory"));
        fields.add(texts.text("recovery.processors"), field(recovery.processors(), _ -> RecoveryViewModel
                .number(recovery.processors()), texts.text("recovery.as-machine"), "recovery-processors"));
        fields.add(texts.text("recovery.firmware"),
                choice(List.of(RecoveryViewModel.Firmware.values()), recovery.firmware(),
                        firmware -> texts.text("recovery.firmware." + firmware), "recovery-firmware"));
        fields.add(texts.text("recovery.boot-disk"),
                choice(Stream.concat(Stream.of((UUID) null), now.disks().stream().map(KnownDisk::id)).toList(),
                        recovery.bootDisk(), id -> disk(now, id), "recovery-boot-disk"));
        fields.add(texts.text("recovery.shut-down"), field(recovery.shutDown(), _ -> RecoveryViewModel
                .number(recovery.shutDown()), texts.text("recovery.shut-down.default"), "recovery-shut-down"));
        TextArea probes = new TextArea();
        probes.setPrefRowCount(5);
        probes.setId("recovery-probes");
        probes.setAccessibleText(texts.text("recovery.probes"));
        probes.setPromptText(texts.text("recovery.probes.example"));
        probes.textProperty().bindBidirectional(recovery.probes());
        mark(probes, text -> ProbeLines.read(text).isPresent());
        fields.add(texts.text("recovery.probes"), probes);
        Node grid = now.cards().isEmpty() ? hint("recovery.cards.none") : grid(now);
        // Who may only look reads beside the buttons why.
        fields.setDisable(!recovery.mayChange());
        grid.setDisable(!recovery.mayChange());
        form.getChildren().add(fields);
        cards.getChildren().addAll(grid, buttons());
    }

    private Label hint(String key) {
        Label hint = new Label(texts.text(key));
        hint.getStyleClass().add("muted");
        hint.setWrapText(true);
        return hint;
    }

    private String disk(RecoveryViewModel.Form now, UUID id) {
        return now.disks().stream().filter(disk -> disk.id().equals(id)).map(KnownDisk::name).findFirst()
                .orElse(texts.text("recovery.boot-disk.first"));
    }

    private static String network(RecoveryViewModel.Form now, UUID id, String automatic) {
        return now.networks().stream().filter(network -> network.id().equals(id)).map(Network::name).findFirst()
                .orElse(automatic);
    }

    private Node grid(RecoveryViewModel.Form now) {
        var grid = new GridPane();
        grid.getStyleClass().add("card-grid");
        List<String> heads = List.of("card", "network", "production", "gateway", "test", "gateway");
        for (int column = 0; column < heads.size(); column++) {
            Label head = new Label(texts.text("recovery.cards." + heads.get(column)));
            head.getStyleClass().add("muted");
            grid.add(head, column, 0);
        }
        for (int row = 0; row < now.cards().size(); row++) {
            grid.addRow(row + 1, card(now, now.cards().get(row)));
        }
        return grid;
    }

    private Node[] card(RecoveryViewModel.Form now, CardForm card) {
        Label name = new Label(card.nic().name());
        name.getStyleClass().add("strong");
        Label mac = new Label(card.nic().mac());
        mac.getStyleClass().add("meta");
        String example = card.nic().addresses().stream().filter(address -> address.indexOf(':') < 0).findFirst()
                .orElse(texts.text("recovery.cards.mapped"));
        return new Node[]{new VBox(name, mac),
                choice(Stream.concat(Stream.of((UUID) null), now.networks().stream().map(Network::id)).toList(),
                        card.network(), id -> network(now, id, texts.text("recovery.cards.automatic")), null),
                field(card.production(), CardForm::isAddress, example, null),
                field(card.productionGateway(), CardForm::isGateway, "", null),
                field(card.test(), CardForm::isAddress, example, null),
                field(card.testGateway(), CardForm::isGateway, "", null)};
    }

    static TextField field(StringProperty value, Predicate<String> valid, String prompt, String id) {
        var field = new TextField();
        field.setId(id);
        field.setPromptText(prompt);
        field.setAccessibleText(prompt);
        field.setMaxWidth(220);
        field.textProperty().bindBidirectional(value);
        mark(field, valid);
        return field;
    }

    /** By its own text, which is the value: what listened to the value would be held by it, with the whole window. */
    private static void mark(TextInputControl field, Predicate<String> valid) {
        field.pseudoClassStateChanged(WRONG, !valid.test(field.getText()));
        field.textProperty().addListener((_, _, text) -> field.pseudoClassStateChanged(WRONG, !valid.test(text)));
    }

    private static <T> ComboBox<T> choice(List<T> all, Property<T> value, Function<T, String> words, String id) {
        var choice = new ComboBox<T>();
        choice.setId(id);
        choice.getItems().setAll(all);
        choice.setConverter(new StringConverter<>() {
            @Override
            public String toString(T what) {
                return words.apply(what);
            }

            @Override
            public T fromString(String text) {
                return all.stream().filter(each -> Objects.equals(words.apply(each), text)).findFirst().orElse(null);
            }
        });
        choice.setMaxWidth(300);
        choice.setPrefWidth(300);
        choice.valueProperty().bindBidirectional(value);
        return choice;
    }

    private Node buttons() {
        Button save = new Button(texts.text("recovery.save"));
        save.setId("recovery-save");
        save.getStyleClass().add("accent");
        save.disableProperty().bind(recovery.changed().not().or(recovery.fault().isNotEmpty()));
        save.setOnAction(_ -> recovery.save());
        Button revert = new Button(texts.text("recovery.revert"));
        revert.disableProperty().bind(recovery.changed().not());
        revert.setOnAction(_ -> recovery.revert());
        Label fault = new Label();
        fault.getStyleClass().add("fault");
        fault.textProperty().bind(recovery.fault());
        Label said = new Label();
        said.getStyleClass().add("muted");
        said.textProperty().bind(recovery.said());
        HBox buttons = new HBox(save, revert, fault, said);
        buttons.getStyleClass().add("buttons");
        buttons.setMinHeight(Region.USE_PREF_SIZE);
        return buttons;
    }
}

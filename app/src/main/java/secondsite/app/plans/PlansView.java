package secondsite.app.plans;

import jakarta.inject.Inject;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.kordamp.ikonli.carbonicons.CarbonIcons;
import org.kordamp.ikonli.javafx.FontIcon;
import secondsite.app.action.Permission;
import secondsite.app.control.EmptyState;
import secondsite.app.control.StatusIcon;
import secondsite.app.control.StatusPill;
import secondsite.app.fx.Texts;
import secondsite.app.navigation.Arrival;
import secondsite.app.navigation.Place;

/** The list of plans: a card for each. */
public final class PlansView implements Arrival {

    private static final long LONGEST_BYTES = 1 << 20;

    private final PlansViewModel model;
    private final Texts texts;
    private final InvalidationListener changed = _ -> show();

    @FXML
    private VBox cards;
    @FXML
    private Button create;
    @FXML
    private Button importYaml;
    @FXML
    private Label why;
    @FXML
    private Label problem;

    @Inject
    PlansView(PlansViewModel model, Texts texts) {
        this.model = model;
        this.texts = texts;
    }

    @FXML
    private void initialize() {
        problem.textProperty().bind(model.problem());
        problem.visibleProperty().bind(model.problem().isNotEmpty());
        problem.managedProperty().bind(problem.visibleProperty());
        why.managedProperty().bind(why.textProperty().isNotEmpty());
        model.anew();
        model.rows().addListener(new WeakInvalidationListener(changed));
        show();
    }

    @Override
    public void arrive(Place place) {
        model.load();
        show();
    }

    private void show() {
        Permission change = model.mayChange();
        create.setDisable(!change.allowed());
        importYaml.setDisable(!change.allowed());
        why.setText(change.reason());
        cards.getChildren().setAll(model.rows().isEmpty()
                ? List.of(new EmptyState(CarbonIcons.LIST_CHECKED, texts.text("plans.empty.title"),
                        texts.text("plans.empty.why")))
                : model.rows().stream().map(this::card).toList());
    }

    private Node card(PlanRow row) {
        Label name = new Label(row.name());
        name.getStyleClass().add("plan-name");
        Label size = new Label(texts.text("plans.size", row.machines(), row.groups()));
        size.getStyleClass().add("muted");
        VBox title = new VBox(name, size);
        title.getStyleClass().add("plan-title");
        HBox.setHgrow(title, Priority.ALWAYS);
        HBox line = new HBox(new StatusIcon(row.status()), title,
                wide(fact(texts.text("plans.column.tested"), model.tested(row)), 120),
                wide(fact(texts.text("plans.column.rto"), row.rto()), 160),
                wide(fact(texts.text("plans.column.last"), row.last().isEmpty() ? "–" : row.last()), 240),
                wide(right(new StatusPill(row.status(), row.readiness())), 150));
        line.getStyleClass().add("plan-line");
        Button open = new Button(null, line);
        open.setId("plan-" + row.id());
        open.getStyleClass().addAll("card", "plan-card");
        open.setMaxWidth(Double.MAX_VALUE);
        line.prefWidthProperty().bind(open.widthProperty().subtract(34));
        open.setAccessibleText(texts.text("plans.card", row.name(), row.readiness(), model.tested(row)));
        open.setOnAction(_ -> model.open(row.id()));
        return open;
    }

    private static Region right(Node part) {
        HBox box = new HBox(part);
        box.setAlignment(Pos.CENTER_RIGHT);
        return box;
    }

    /** In each card equally, so that they stand below each other. */
    private static Region wide(Region part, double width) {
        part.setMinWidth(width);
        part.setPrefWidth(width);
        return part;
    }

    static Region fact(String name, String value) {
        Label word = new Label(name);
        word.getStyleClass().add("meta");
        Label number = new Label(value);
        number.setMinWidth(Region.USE_PREF_SIZE);
        VBox fact = new VBox(word, number);
        fact.getStyleClass().add("fact");
        return fact;
    }

    @FXML
    private void create() {
        model.create();
    }

    @FXML
    private void importYaml() {
        File file = new FileChooser().showOpenDialog(cards.getScene().getWindow());
        if (file != null) {
            try {
                model.importYaml(file.length() > LONGEST_BYTES ? "" : Files.readString(file.toPath()));
            } catch (IOException e) {
                model.fail(texts.text("plans.import.unreadable", file, e.getMessage()));
            }
        }
    }
}

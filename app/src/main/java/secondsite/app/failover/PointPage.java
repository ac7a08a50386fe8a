package secondsite.app.failover;

import java.time.Instant;
import java.util.Locale;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.javafx.FontIcon;
import secondsite.api.point.MachinePoint;
import secondsite.app.failover.PointViewModel.Choice;
import secondsite.app.wizard.Form;
import secondsite.app.wizard.PageStep;
import secondsite.app.wizard.Step;

/** The page on which a recovery point is chosen. */
final class PointPage {

    private static final double TABLE_HEIGHT = 168;
    private static final double TIME_WIDTH = 200;

    private final FailoverSurroundings around;
    private final PointViewModel model;

    PointPage(FailoverSurroundings around, PointViewModel model) {
        this.around = around;
        this.model = model;
    }

    Step step() {
        return new PageStep(around.text("failover.point.title"), page(), model.fault(), model::refresh);
    }

    private Node page() {
        var group = new ToggleGroup();
        var form = new Form().heading(around.text("failover.point.heading"));
        option(form, group, Choice.NEWEST);
        option(form, group, Choice.NEWEST_APPLICATION);
        if (model.grouped()) {
            option(form, group, Choice.NEWEST_GROUP);
        }
        option(form, group, Choice.LISTED);
        Node table = table();
        table.visibleProperty().bind(model.choice().isEqualTo(Choice.LISTED));
        table.managedProperty().bind(table.visibleProperty());
        form.add(table);
        option(form, group, Choice.TIME);
        Node time = time();
        time.visibleProperty().bind(model.choice().isEqualTo(Choice.TIME));
        time.managedProperty().bind(time.visibleProperty());
        form.add(time);
        return form.note("info", model.said()).page();
    }

    private void option(Form form, ToggleGroup group, Choice choice) {
        String word = choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
        form.option(group, "point-" + word, model.choice(), choice, around.text("failover.point." + word + ".name"),
                around.text("failover.point." + word + ".meaning"));
    }

    private Node table() {
        var table = new TableView<MachinePoint>(model.points());
        table.setId("point-table");
        table.setAccessibleText(around.text("failover.point.listed.name"));
        table.setPlaceholder(new Label(around.text("failover.point.empty")));
        table.setPrefHeight(TABLE_HEIGHT);
        table.setMinHeight(TABLE_HEIGHT);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.getColumns().add(column("time", 190, point -> around.formats().time(point.time())));
        table.getColumns().add(column("age", 130, point -> age(point.time())));
        table.getColumns().add(column("kind", 160, this::kind));
        table.getColumns().add(column("label", 140, point -> point.label() == null ? "" : point.label()));
        table.getSelectionModel().selectedItemProperty().addListener((_, _, now) -> {
            if (now != null) {
                model.listed().set(now);
            }
        });
        return table;
    }

    private String age(Instant time) {
        return around.formats().ago(time);
    }

    private String kind(MachinePoint point) {
        String kind = around.texts().textOr("failover.point.kind." + point.kind(), point.kind());
        return point.verified() ? around.text("failover.point.verified", kind) : kind;
    }

    private TableColumn<MachinePoint, String> column(String id, double width, Function<MachinePoint, String> text) {
        var column = new TableColumn<MachinePoint, String>(around.text("failover.point.column." + id));
        column.setPrefWidth(width);
        column.setSortable(false);
        column.setCellValueFactory(row -> new ReadOnlyStringWrapper(text.apply(row.getValue())));
        return column;
    }

    private Node time() {
        var field = new TextField();
        field.setId("point-time");
        field.setPrefWidth(TIME_WIDTH);
        field.setPromptText(around.text("failover.point.time.example"));
        field.setAccessibleText(around.text("failover.point.time.name"));
        field.textProperty().bindBidirectional(model.time());
        var zone = new Label(around.formats().zone());
        zone.getStyleClass().add("muted");
        var again = new Button(null, new FontIcon("ci-renew"));
        again.setAccessibleText(around.text("failover.point.refresh"));
        again.setOnAction(_ -> model.refresh());
        var fault = new Label();
        fault.getStyleClass().add("fault");
        fault.textProperty().bind(model.fault());
        var line = new HBox(field, zone, again, fault);
        line.getStyleClass().addAll("wizard-line", "wizard-meaning");
        return line;
    }
}

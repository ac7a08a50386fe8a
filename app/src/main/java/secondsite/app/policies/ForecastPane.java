package secondsite.app.policies;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import secondsite.api.policy.PolicyForecast;
import secondsite.api.policy.RetentionLoss;
import secondsite.app.control.Status;
import secondsite.app.control.StatusIcon;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Texts;

/** What would be other than before, and what it would cost. */
final class ForecastPane extends VBox {

    private static final int MOST_MACHINES = 5;
    private static final long MINUTE = 60;

    private final Formats formats;
    private final Texts texts;

    ForecastPane(PolicyForecast forecast, List<Draft.Difference> differences, Formats formats, Texts texts) {
        this.formats = formats;
        this.texts = texts;
        getStyleClass().add("sections");
        if (!differences.isEmpty()) {
            getChildren().addAll(heading("policies.difference"), differences(differences));
        }
        getChildren().addAll(heading("policies.costs"), costs(forecast));
        forecast.warnings()
                .forEach(warning -> getChildren().add(line(Status.WARN, warning.about().isEmpty()
                        ? warning.detail()
                        : warning.about() + ": " + warning.detail())));
        forecast.losses().forEach(loss -> getChildren().add(line(Status.CRIT, loss(loss))));
        if (!forecast.machines().isEmpty()) {
            getChildren().addAll(heading("policies.machines"), machines(forecast));
        }
    }

    private Node heading(String key) {
        Label label = new Label(texts.text(key));
        label.getStyleClass().add("card-title");
        return label;
    }

    private static Node differences(List<Draft.Difference> differences) {
        GridPane grid = grid();
        for (Draft.Difference each : differences) {
            Label before = new Label(each.before().isEmpty() ? "–" : each.before());
            before.getStyleClass().add("muted");
            Label now = new Label(each.now().isEmpty() ? "–" : each.now());
            now.getStyleClass().add("now");
            grid.addRow(grid.getRowCount(), new Label(each.label()), before, new Label("→"), now);
        }
        return grid;
    }

    private Node costs(PolicyForecast forecast) {
        GridPane grid = grid();
        row(grid, "policies.costs.machines", formats.count(forecast.count()));
        row(grid, "policies.costs.day", formats.size(forecast.sum().bytesPerDay()));
        row(grid, "policies.costs.journals", formats.size(forecast.sum().journalBytes()));
        row(grid, "policies.costs.disks", formats.size(forecast.sum().diskBytes()));
        PolicyForecast.KeptPoints points = forecast.points();
        row(grid, "policies.costs.points", texts.text("policies.costs.kept", points.crash(), points.app(),
                points.hourly(), points.daily()));
        return grid;
    }

    private Node machines(PolicyForecast forecast) {
        GridPane grid = grid();
        forecast.machines().stream().limit(MOST_MACHINES).forEach(machine -> grid.addRow(grid.getRowCount(),
                new Label(machine.name()), value(texts.text("policies.costs.a-day",
                        formats.size(machine.bytesPerDay()))),
                value(formats.size(machine.journalBytes()))));
        return grid;
    }

    private void row(GridPane grid, String key, String value) {
        grid.addRow(grid.getRowCount(), new Label(texts.text(key)), value(value));
    }

    private static Label value(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("now");
        label.setWrapText(true);
        return label;
    }

    private static GridPane grid() {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("difference");
        return grid;
    }

    private static Node line(Status status, String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        HBox line = new HBox(new StatusIcon(status), label);
        line.getStyleClass().add("status-cell");
        return line;
    }

    private String loss(RetentionLoss loss) {
        return texts.text("policies.loss." + loss.kept().name(), formats.duration((double) loss.fromMinutes() * MINUTE),
                formats.duration((double) loss.toMinutes() * MINUTE),
                loss.destroyed() == null ? "–" : formats.fullTime(loss.destroyed()));
    }
}

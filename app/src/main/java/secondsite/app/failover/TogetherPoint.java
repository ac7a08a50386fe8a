package secondsite.app.failover;

import java.util.List;
import java.util.Locale;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.Property;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.util.StringConverter;
import secondsite.api.point.MachinePoint;
import secondsite.app.control.MiddleEllipsisLabel;
import secondsite.app.failover.PointViewModel.Choice;
import secondsite.app.wizard.Form;
import secondsite.app.wizard.PageStep;
import secondsite.app.wizard.Step;

/**
 * The page on which the moments of several machines are chosen: one way for all, by which each comes to a moment of its own; or one moment
 * for all; or a point of the list of each.
 */
final class TogetherPoint {

    private static final double NAME_WIDTH = 150;
    private static final double TIME_WIDTH = 200;
    private static final double LIST_WIDTH = 260;

    private final FailoverSurroundings around;
    private final List<String> names;
    private final List<PointViewModel> points;
    private final PointViewModel first;

    /** @param points of the machines with these names; the others take over what is chosen for the first */
    TogetherPoint(FailoverSurroundings around, List<String> names, List<PointViewModel> points) {
        this.around = around;
        this.names = names;
        this.points = points;
        this.first = points.getFirst();
        points.stream().skip(1).forEach(other -> {
            follow(other.choice(), first.choice());
            follow(other.time(), first.time());
        });
    }

    /** Not bound: what suggests a choice to one of them may set it. */
    private static <T> void follow(Property<T> other, Property<T> leader) {
        other.setValue(leader.getValue());
        leader.addListener((_, _, now) -> other.setValue(now));
    }

    Step step() {
        return new PageStep(around.text("failover.point.title"), page(), fault(),
                () -> points.forEach(PointViewModel::refresh));
    }

    /** The first thing that is missing, with the name of its machine. */
    private StringBinding fault() {
        var faults = points.stream().map(PointViewModel::fault).toArray(StringBinding[]::new);
        return Bindings.createStringBinding(() -> {
            for (int i = 0; i < faults.length; i++) {
                if (!faults[i].get().isEmpty()) {
                    return around.text("failover.together.of", names.get(i), faults[i].get());
                }
            }
            return "";
        }, faults);
    }

    private Node page() {
        var group = new ToggleGroup();
        var form = new Form().heading(around.text("failover.together.point.heading"));
        option(form, group, Choice.NEWEST);
        option(form, group, Choice.NEWEST_APPLICATION);
        if (points.stream().allMatch(PointViewModel::grouped)) {
            option(form, group, Choice.NEWEST_GROUP);
        }
        option(form, group, Choice.LISTED);
        option(form, group, Choice.TIME);
        Node time = time();
        time.visibleProperty().bind(first.choice().isEqualTo(Choice.TIME));
        time.managedProperty().bind(time.visibleProperty());
        return form.add(time).add(moments()).page();
    }

    private void option(Form form, ToggleGroup group, Choice choice) {
        String word = choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
        form.option(group, "point-" + word, first.choice(), choice,
                around.text("failover.together.point." + word + ".name"), "");
    }

    private Node time() {
        var field = new TextField();
        field.setId("point-moment");
        field.setPrefWidth(TIME_WIDTH);
        field.setPromptText(around.text("failover.point.time.example"));
        field.setAccessibleText(around.text("failover.point.time.name"));
        field.textProperty().bindBidirectional(first.time());
        var zone = new Label(around.formats().zone());
        zone.getStyleClass().add("muted");
        var line = new HBox(field, zone);
        line.getStyleClass().addAll("wizard-line", "wizard-meaning");
        return line;
    }

    /** Where each of them comes to be by that. */
    private Node moments() {
        var grid = new GridPane();
        grid.setId("together-moments");
        grid.getStyleClass().add("together-moments");
        for (int row = 0; row < points.size(); row++) {
            PointViewModel point = points.get(row);
            var name = new MiddleEllipsisLabel(names.get(row));
            name.setMinWidth(NAME_WIDTH);
            name.setPrefWidth(NAME_WIDTH);
            name.setMaxWidth(NAME_WIDTH);
            var list = list(names.get(row), point);
            var said = new Label();
            said.setWrapText(true);
            said.getStyleClass().add("muted");
            said.textProperty().bind(said(point));
            grid.addRow(row, name, new HBox(list, said));
        }
        return grid;
    }

    private ObservableValue<String> said(PointViewModel point) {
        var said = point.said();
        return Bindings.createStringBinding(
                () -> point.choice().get() == Choice.LISTED && point.listed().get() == null ? "" : said.get(), said,
                point.choice(), point.listed());
    }

    private Node list(String name, PointViewModel point) {
        var list = new ComboBox<>(point.points());
        list.setPrefWidth(LIST_WIDTH);
        list.setMinWidth(LIST_WIDTH);
        list.setAccessibleText(around.text("failover.together.of", name, around.text("failover.point.title")));
        list.setPromptText(around.text("failover.point.none"));
        list.setConverter(new StringConverter<>() {
            @Override
            public String toString(MachinePoint each) {
                return each == null ? "" : said(each);
            }

            @Override
            public MachinePoint fromString(String text) {
                return null;
            }
        });
        list.valueProperty().bindBidirectional(point.listed());
        list.visibleProperty().bind(point.choice().isEqualTo(Choice.LISTED));
        list.managedProperty().bind(list.visibleProperty());
        return list;
    }

    private String said(MachinePoint point) {
        String kind = around.texts().textOr("failover.point.kind." + point.kind(), point.kind());
        String said = around.text("failover.point.chosen", around.formats().time(point.time()), kind);
        return point.label() == null ? said : around.text("failover.point.chosen", said, point.label());
    }
}

package secondsite.app.topology;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.control.Label;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableCell;
import javafx.scene.control.TreeTableColumn;
import javafx.scene.control.TreeTableView;
import secondsite.app.control.Status;
import secondsite.app.control.StatusIcon;
import secondsite.app.control.table.Csv;
import secondsite.app.control.topology.Topology;
import secondsite.app.fx.Texts;

/** The same as the picture, as a table: sites, below them groups with their machines, and servers. */
final class TopologyTable {

    /** A line. @param status null for a site, which has none */
    private record Line(String id, String name, String kind, Status status, String word, String detail) {}

    private static final double ROW_HEIGHT = 28;

    private final TreeTableView<Line> view = new TreeTableView<>();
    private final Texts texts;
    private final Function<Status, String> word;
    private final Set<String> closed = new HashSet<>();
    private boolean filling;

    /**
     * @param chosen gets the id of the line that was chosen
     * @param open   gets the id of a line that was opened
     */
    TopologyTable(Texts texts, Function<Status, String> word, Consumer<String> chosen, Consumer<String> open) {
        this.texts = texts;
        this.word = word;
        view.setId("topology-table");
        view.setShowRoot(false);
        view.setFixedCellSize(ROW_HEIGHT);
        view.setAccessibleText(texts.text("screen.topology.title"));
        view.setColumnResizePolicy(TreeTableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        view.getColumns().add(column("topology.column.name", Line::name, 360));
        view.getColumns().add(column("topology.column.kind", Line::kind, 160));
        view.getColumns().add(status());
        view.getColumns().add(column("topology.column.detail", Line::detail, 240));
        view.getSelectionModel().selectedItemProperty().addListener((_, _, line) -> {
            if (!filling && line != null) {
                chosen.accept(line.getValue().id());
            }
        });
        view.setOnMouseClicked(click -> {
            TreeItem<Line> line = view.getSelectionModel().getSelectedItem();
            if (click.getClickCount() == 2 && line != null) {
                open.accept(line.getValue().id());
            }
        });
    }

    TreeTableView<?> view() {
        return view;
    }

    /** All lines that are not closed, below their titles; a line names all in which it stands. */
    String csv() {
        List<List<String>> lines = new ArrayList<>();
        lines.add(view.getColumns().stream().map(TreeTableColumn::getText).toList());
        for (int i = 0; i < view.getExpandedItemCount(); i++) {
            Line line = view.getTreeItem(i).getValue();
            lines.add(List.of(path(view.getTreeItem(i)), line.kind(), line.word(), line.detail()));
        }
        return Csv.of(lines);
    }

    private String path(TreeItem<Line> item) {
        String name = item.getValue().name();
        return item.getParent() == view.getRoot() ? name : path(item.getParent()) + " / " + name;
    }

    private TreeTableColumn<Line, String> column(String key, Function<Line, String> text, double width) {
        TreeTableColumn<Line, String> column = new TreeTableColumn<>(texts.text(key));
        column.setPrefWidth(width);
        column.setCellValueFactory(cell -> new ReadOnlyStringWrapper(text.apply(cell.getValue().getValue())));
        return column;
    }

    private TreeTableColumn<Line, String> status() {
        TreeTableColumn<Line, String> column = column("topology.column.status", Line::word, 160);
        column.setCellFactory(_ -> new TreeTableCell<>() {

            private final StatusIcon icon = new StatusIcon();
            private final Label said = new Label(null, icon);

            @Override
            protected void updateItem(String text, boolean empty) {
                super.updateItem(text, empty);
                Line line = empty || getTableRow() == null ? null : getTableRow().getItem();
                if (line == null || line.status() == null) {
                    setGraphic(null);
                } else {
                    icon.setStatus(line.status());
                    said.setText(text);
                    setGraphic(said);
                }
            }
        });
        return column;
    }

    /** What was closed stays closed; what was chosen stays chosen. */
    void show(Topology topology, String chosen) {
        filling = true;
        TreeItem<Line> root = new TreeItem<>(new Line("", "", "", null, "", ""));
        for (Topology.Site site : topology.sites()) {
            TreeItem<Line> at = item(root, new Line(site.id(), site.name(), site.caption(), null, "", ""));
            for (Topology.Group group : site.groups()) {
                TreeItem<Line> in = item(at, new Line(group.id(), group.name(), texts.text("topology.kind.group"),
                        group.status(), word.apply(group.status()),
                        texts.text("topology.machines", group.machines().size())));
                group.machines().forEach(machine -> item(in, new Line(machine.id(), machine.name(),
                        texts.text("topology.kind.machine"), machine.status(), word.apply(machine.status()),
                        texts.text("topology.rpo", machine.detail()))));
            }
            site.servers().forEach(server -> item(at, new Line(server.id(), server.name(), server.caption(),
                    server.status(), word.apply(server.status()), ways(topology, server.id()))));
        }
        view.setRoot(root);
        select(root, chosen);
        filling = false;
    }

    private String ways(Topology topology, String server) {
        return topology.links().stream().filter(link -> link.from().equals(server))
                .map(link -> "→ " + link.to().substring(link.to().indexOf('/') + 1)
                        + (link.label().isEmpty() ? "" : " " + link.label()))
                .reduce((one, other) -> one + ", " + other).orElse("");
    }

    private TreeItem<Line> item(TreeItem<Line> parent, Line line) {
        TreeItem<Line> item = new TreeItem<>(line);
        item.setExpanded(!closed.contains(line.id()));
        item.expandedProperty().addListener((_, _, expanded) -> {
            if (expanded) {
                closed.remove(line.id());
            } else {
                closed.add(line.id());
            }
        });
        parent.getChildren().add(item);
        return item;
    }

    private boolean select(TreeItem<Line> from, String id) {
        if (from.getValue().id().equals(id)) {
            view.getSelectionModel().select(from);
            return true;
        }
        return from.getChildren().stream().anyMatch(child -> select(child, id));
    }
}

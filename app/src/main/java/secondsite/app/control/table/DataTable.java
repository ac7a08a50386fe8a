package secondsite.app.control.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import javafx.animation.Animation;
import javafx.animation.PauseTransition;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.kordamp.ikonli.carbonicons.CarbonIcons;
import org.kordamp.ikonli.javafx.FontIcon;
import secondsite.app.control.EmptyState;

/**
 * A table of rows that change all the time. Rows are known by their id: what is selected stays selected, wherever it moves to.
 * Changes are taken over ten times a second at most; while somebody points at the table or a row has the focus, values change but
 * no row moves, until the button with the number of changes is pressed. Used on the screen's thread alone.
 */
public final class DataTable<R> extends VBox {

    private static final Duration COALESCED = Duration.millis(100);
    private static final double ROW_HEIGHT = 28;
    private static final KeyCombination COPY = KeyCombination.valueOf("Shortcut+C");
    private static final KeyCombination FIND = KeyCombination.valueOf("Shortcut+F");

    private final Function<R, String> id;
    private final List<Column<R>> columns;
    private final TableTexts texts;
    private final Rows<R> rows;
    private final TableView<Row<R>> view = new TableView<>();
    private final Map<Column<R>, TableColumn<Row<R>, R>> shownBy = new LinkedHashMap<>();
    private final FilterBar<R> bar;
    private final Button refresh = new Button();
    private final Button export = new Button();
    private final Written<R> written;
    private final HBox tools;
    private final Map<String, R> changed = new LinkedHashMap<>();
    private final Set<String> gone = new LinkedHashSet<>();
    private final PauseTransition soon = new PauseTransition(COALESCED);
    private final ReadOnlyObjectWrapper<Set<String>> selected = new ReadOnlyObjectWrapper<>(this, "selected", Set.of());
    private final EmptyState empty;
    private Consumer<R> open = row -> {
    };
    private Runnable left = () -> {
    };
    private boolean moving;

    /** {@code id} never changes for a row; columns and chips are shown in the order given. */
    public DataTable(Function<R, String> id, List<Column<R>> columns, List<Chip<R>> chips, TableTexts texts) {
        this.id = id;
        this.columns = List.copyOf(columns);
        this.texts = texts;
        rows = new Rows<>(id);
        written = new Written<>(view, this.columns, rows);
        bar = new FilterBar<>(this.columns, chips, texts, this::filter);
        empty = new EmptyState(CarbonIcons.DATA_TABLE, texts.empty(), texts.emptyWhy());
        getStyleClass().add("data-table");
        makeView();
        tools = tools();
        StackPane body = new StackPane(view, refresh);
        StackPane.setAlignment(refresh, Pos.BOTTOM_CENTER);
        StackPane.setMargin(refresh, new Insets(0, 0, 24, 0));
        getChildren().addAll(tools, body);
        TableMemory.watch(view, () -> left.run());
        VBox.setVgrow(body, Priority.ALWAYS);
        soon.setOnFinished(passed -> takeOver());
        sceneProperty().addListener((all, before, now) -> takeOver());
        addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    }

    private void makeView() {
        view.setItems(rows.shown());
        view.setFixedCellSize(ROW_HEIGHT);
        view.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        view.setPlaceholder(empty);
        view.setRowFactory(made -> row());
        columns.forEach(column -> shownBy.put(column, column(column)));
        view.getColumns().setAll(new ArrayList<>(shownBy.values()));
        view.setSortPolicy(sorted -> {
            sort();
            return true;
        });
        view.getSelectionModel().getSelectedItems().addListener((ListChangeListener<Row<R>>) change -> {
            if (!moving) {
                selected.set(Set.copyOf(Stream.of(view.getSelectionModel().getSelectedItems().toArray()).filter(
                        item -> item instanceof Row<?>).map(item -> ((Row<?>) item).id()).toList()));
            }
        });
        view.hoverProperty().addListener(moved -> hold());
        view.focusWithinProperty().addListener(moved -> hold());
        view.getSelectionModel().selectedIndexProperty().addListener(moved -> hold());
    }

    private TableColumn<Row<R>, R> column(Column<R> column) {
        TableColumn<Row<R>, R> made = new TableColumn<>(column.title());
        made.setId(column.id());
        made.setPrefWidth(column.width());
        made.setVisible(column.visible());
        made.setCellValueFactory(row -> row.getValue().valueProperty());
        made.setCellFactory(cell -> TableCells.of(column));
        made.setComparator(column.order());
        if (column.right()) {
            made.getStyleClass().add("figures");
        }
        return made;
    }

    private TableRow<Row<R>> row() {
        TableRow<Row<R>> row = new TableRow<>();
        row.setOnMouseClicked(click -> {
            if (click.getButton() == MouseButton.PRIMARY && click.getClickCount() == 2 && !row.isEmpty()) {
                open.accept(row.getItem().value());
            }
        });
        return row;
    }

    private HBox tools() {
        refresh.getStyleClass().add("changes");
        refresh.setVisible(false);
        refresh.setOnAction(pressed -> moving(rows::arrange));
        refresh.setMinWidth(Region.USE_PREF_SIZE);
        rows.pendingProperty().addListener((all, before, now) -> {
            refresh.setVisible(now.intValue() > 0);
            refresh.setText(texts.changes().apply(now.intValue()));
        });
        MenuButton choice = new MenuButton();
        choice.setGraphic(new FontIcon(CarbonIcons.COLUMN));
        choice.setAccessibleText(texts.columns());
        choice.setTooltip(new Tooltip(texts.columns()));
        shownBy.values().forEach(column -> {
            CheckMenuItem item = new CheckMenuItem(column.getText());
            item.selectedProperty().bindBidirectional(column.visibleProperty());
            choice.getItems().add(item);
        });
        export.setId("table-export");
        export.setGraphic(new FontIcon(CarbonIcons.CSV));
        export.setAccessibleText(texts.export());
        export.setTooltip(new Tooltip(texts.export()));
        export.setVisible(false);
        export.setManaged(false);
        Button copy = new Button(null, new FontIcon(CarbonIcons.COPY));
        copy.setAccessibleText(texts.copy());
        copy.setTooltip(new Tooltip(texts.copy()));
        copy.setOnAction(pressed -> copy());
        HBox line = new HBox(bar, choice, copy, export);
        line.getStyleClass().add("tools");
        HBox.setHgrow(bar, Priority.ALWAYS);
        return line;
    }

    /** All rows from now on, at once. */
    public void show(Collection<R> all) {
        changed.clear();
        gone.clear();
        Set<String> left = new LinkedHashSet<>(rows.all().stream().map(id).toList());
        all.forEach(row -> left.remove(id.apply(row)));
        apply(all, left);
    }

    /** Some rows are new, other than they were, or gone. */
    public void change(Collection<R> rowsChanged, Collection<String> idsGone) {
        for (R row : rowsChanged) {
            changed.put(id.apply(row), row);
            gone.remove(id.apply(row));
        }
        for (String lost : idsGone) {
            changed.remove(lost);
            gone.add(lost);
        }
        if (soon.getStatus() != Animation.Status.RUNNING) {
            soon.playFromStart();
        }
    }

    /** Shows what stands in the list, now and whenever it changes. */
    public void follow(ObservableList<R> source) {
        show(source);
        source.addListener((ListChangeListener<R>) change -> {
            List<R> added = new ArrayList<>();
            Set<String> removed = new LinkedHashSet<>();
            while (change.next()) {
                change.getRemoved().forEach(row -> removed.add(id.apply(row)));
                added.addAll(change.wasUpdated()
                        ? source.subList(change.getFrom(), change.getTo())
                        : change
                                .getAddedSubList());
            }
            added.forEach(row -> removed.remove(id.apply(row)));
            change(added, removed);
        });
    }

    /** While the table is in no window its changes wait, the last one of each row. */
    private void takeOver() {
        if (getScene() == null || changed.isEmpty() && gone.isEmpty()) {
            return;
        }
        List<R> now = List.copyOf(changed.values());
        List<String> lost = List.copyOf(gone);
        changed.clear();
        gone.clear();
        apply(now, lost);
    }

    private void apply(Collection<R> now, Collection<String> lost) {
        moving(() -> rows.change(now, lost));
        bar.count(rows.all());
        explainEmptiness();
    }

    /** Lets rows move, and selects afterwards what was selected before, where it is now. */
    private void moving(Runnable move) {
        Set<String> before = selected.get();
        String focused = Optional.ofNullable(view.getFocusModel().getFocusedItem()).map(Row::id).orElse(null);
        List<Row<R>> order = List.copyOf(rows.shown());
        moving = true;
        move.run();
        if (!order.equals(rows.shown())) {
            int[] places = before.stream().mapToInt(rows::placeOf).filter(place -> place >= 0).toArray();
            view.getSelectionModel().clearSelection();
            if (places.length > 0) {
                view.getSelectionModel().selectIndices(places[0], places);
            }
            if (focused != null) {
                view.getFocusModel().focus(rows.placeOf(focused));
            }
        }
        moving = false;
        Set<String> still = Set.copyOf(before.stream().filter(known -> rows.placeOf(known) >= 0).toList());
        if (!still.equals(before)) {
            selected.set(still);
        }
    }

    private void hold() {
        boolean focused = view.isFocusWithin() && view.getSelectionModel().getSelectedIndex() >= 0;
        if (!moving) {
            moving(() -> rows.hold(view.isHover() || focused));
        }
    }

    private void filter() {
        moving(() -> rows.filter(bar.predicate()));
        explainEmptiness();
        left.run();
    }

    private void explainEmptiness() {
        if (!rows.shown().isEmpty() || rows.count() == 0) {
            view.setPlaceholder(empty);
        } else {
            view.setPlaceholder(new EmptyState(CarbonIcons.FILTER, texts.noHit(), "").with(texts.clearFilter(),
                    () -> bar.restore("", Set.of())));
        }
    }

    private void sort() {
        Comparator<R> order = (one, other) -> 0;
        for (TableColumn<Row<R>, ?> by : view.getSortOrder()) {
            Column<R> column = columns.stream().filter(known -> known.id().equals(by.getId())).findFirst()
                    .orElseThrow();
            order = order.thenComparing(by.getSortType() == TableColumn.SortType.DESCENDING
                    ? column.order().reversed()
                    : column.order());
        }
        Comparator<R> wanted = order;
        moving(() -> rows.sort(wanted));
    }

    private void key(KeyEvent event) {
        if (FIND.match(event)) {
            bar.field().requestFocus();
        } else if (COPY.match(event) && view.isFocusWithin()) {
            copy();
        } else if (event.getCode() == KeyCode.ENTER && view.isFocused() && view.getFocusModel()
                .getFocusedItem() != null) {
            open.accept(view.getFocusModel().getFocusedItem().value());
        } else {
            return;
        }
        event.consume();
    }

    private void copy() {
        ClipboardContent content = new ClipboardContent();
        content.putString(written.lines(selectedRows()));
        Clipboard.getSystemClipboard().setContent(content);
    }

    /** All rows that are shown, in their order, with the columns that are shown. */
    public String csv() {
        return written.csv();
    }

    /** The ids of the rows that are selected. */
    public ReadOnlyObjectProperty<Set<String>> selectedProperty() {
        return selected.getReadOnlyProperty();
    }

    /** Selects rows by their ids, and brings the first of them into view. */
    public void select(Collection<String> ids) {
        int[] places = ids.stream().mapToInt(rows::placeOf).filter(place -> place >= 0).toArray();
        view.getSelectionModel().clearSelection();
        if (places.length > 0) {
            view.getSelectionModel().selectIndices(places[0], places);
            view.scrollTo(places[0]);
        }
    }

    /** The rows that are selected, as they are now, in their order. */
    public List<R> selectedRows() {
        return rows.shown().stream().filter(row -> selected.get().contains(row.id())).map(Row::value).toList();
    }

    /** Enter, or a double click. */
    public void setOnOpen(Consumer<R> action) {
        open = action;
    }

    /** Offers to write the rows as CSV; where to, the action decides. */
    public void setOnExport(Consumer<String> action) {
        export.setVisible(true);
        export.setManaged(true);
        export.setOnAction(pressed -> action.accept(csv()));
    }

    public void setRowMenu(ContextMenu menu) {
        view.setContextMenu(menu);
    }

    /** Height of a row in pixels; 28 unless it is set. */
    public void setRowHeight(double height) {
        view.setFixedCellSize(height);
    }

    /** Further controls, behind those that every table has. */
    public void addTool(Node control) {
        tools.getChildren().add(control);
    }

    /** Whenever its columns, their order, or the filter became others. */
    public void setOnLeft(Runnable action) {
        left = action;
    }

    /** How the table is now. */
    public TableState state() {
        return TableMemory.read(view, bar);
    }

    /** As it was left; columns that are not known are passed over, columns that are not told of stand last. */
    public void restore(TableState state) {
        TableMemory.write(state, view, bar);
    }

    TableView<?> view() {
        return view;
    }

    Button refreshButton() {
        return refresh;
    }
}

package secondsite.app.control.table;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import secondsite.app.control.StatusIcon;
import secondsite.app.control.WrappingRow;

/** Text and chips that say which rows are wanted. */
final class FilterBar<R> extends WrappingRow {

    private final TextField text = new TextField();
    private final ToggleButton all;
    private final Map<Chip<R>, ToggleButton> chips = new LinkedHashMap<>();
    private final List<Column<R>> columns;
    private final Runnable changed;
    private boolean restoring;

    FilterBar(List<Column<R>> columns, List<Chip<R>> offered, TableTexts texts, Runnable changed) {
        this.columns = columns;
        this.changed = changed;
        getStyleClass().add("filter-bar");
        setMinWidth(0);
        text.setPromptText(texts.filterPrompt());
        text.setAccessibleText(texts.filterPrompt());
        text.setPrefColumnCount(12);
        text.textProperty().addListener(typed -> changed());
        all = new ToggleButton(texts.allRows());
        all.getStyleClass().add("chip");
        all.setSelected(true);
        all.setOnAction(pressed -> choose(Set.of()));
        getChildren().add(text);
        offered.forEach(chip -> chips.put(chip, button(chip)));
        if (!offered.isEmpty()) {
            getChildren().add(all);
            getChildren().addAll(chips.values());
        }
    }

    private ToggleButton button(Chip<R> chip) {
        ToggleButton button = new ToggleButton(chip.title());
        button.getStyleClass().add("chip");
        if (chip.status() != null) {
            button.setGraphic(new StatusIcon(chip.status()));
        }
        button.setOnAction(pressed -> changed());
        return button;
    }

    private void changed() {
        all.setSelected(chosen().isEmpty());
        if (!restoring) {
            changed.run();
        }
    }

    TextField field() {
        return text;
    }

    String filterText() {
        return text.getText();
    }

    Set<String> chosen() {
        return chips.entrySet().stream().filter(entry -> entry.getValue().isSelected()).map(entry -> entry.getKey()
                .id()).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    void choose(Set<String> wanted) {
        chips.forEach((chip, button) -> button.setSelected(wanted.contains(chip.id())));
        changed();
    }

    void restore(String filter, Set<String> wanted) {
        restoring = true;
        text.setText(filter);
        choose(wanted);
        restoring = false;
        changed();
    }

    /** Shows behind each chip how many rows it would match. */
    void count(Collection<R> rows) {
        chips.forEach((chip, button) -> {
            String title = chip.title() + "  " + rows.stream().filter(chip.matches()).count();
            if (!title.equals(button.getText())) {
                button.setText(title);
            }
        });
    }

    Predicate<R> predicate() {
        List<String> words = List.of(text.getText().toLowerCase(Locale.ROOT).strip().split("\\s+"));
        Map<String, List<Chip<R>>> groups = chips.entrySet().stream().filter(entry -> entry.getValue().isSelected())
                .map(Map.Entry::getKey).collect(Collectors.groupingBy(Chip::group));
        return row -> words.stream().allMatch(word -> says(row, word)) && groups.values().stream().allMatch(
                group -> group.stream().anyMatch(chip -> chip.matches().test(row)));
    }

    private boolean says(R row, String word) {
        return word.isEmpty() || columns.stream().anyMatch(column -> column.text().apply(row).toLowerCase(Locale.ROOT)
                .contains(word));
    }
}

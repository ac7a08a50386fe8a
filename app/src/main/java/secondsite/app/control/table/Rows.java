package secondsite.app.control.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * The rows of a table, filtered and in order. While they are held (somebody points at one), values change where they stand, but no
 * row moves, comes or goes; {@code pending} counts the rows that would. Whoever sorts or filters himself gets what he asked at once.
 */
final class Rows<R> {

    private final Function<R, String> id;
    private final Map<String, Row<R>> known = new HashMap<>();
    private final Map<String, Integer> places = new HashMap<>();
    private final ObservableList<Row<R>> shown = FXCollections.observableArrayList();
    private final Set<String> displaced = new HashSet<>();
    /** What changed since all was in order; the others still are. */
    private final Set<String> touched = new HashSet<>();
    private final ReadOnlyIntegerWrapper pending = new ReadOnlyIntegerWrapper(this, "pending");
    private Comparator<R> order = (one, other) -> 0;
    private Predicate<R> filter = row -> true;
    private boolean held;

    Rows(Function<R, String> id) {
        this.id = id;
    }

    ObservableList<Row<R>> shown() {
        return shown;
    }

    ReadOnlyIntegerProperty pendingProperty() {
        return pending.getReadOnlyProperty();
    }

    /** All rows, also those that are filtered out. */
    Collection<R> all() {
        return known.values().stream().map(Row::value).toList();
    }

    int count() {
        return known.size();
    }

    /** Where an id is shown; -1 if it is not. */
    int placeOf(String wanted) {
        return places.getOrDefault(wanted, -1);
    }

    void sort(Comparator<R> by) {
        order = by;
        touched.addAll(known.keySet());
        arrange();
    }

    void filter(Predicate<R> by) {
        filter = by;
        touched.addAll(known.keySet());
        arrange();
    }

    /** Takes over rows that are new or changed, and drops those that are gone. */
    void change(Collection<R> changed, Collection<String> gone) {
        boolean moves = false;
        for (R row : changed) {
            moves |= put(row);
        }
        for (String lost : gone) {
            if (known.remove(lost) != null) {
                moves |= note(lost, places.containsKey(lost));
            }
        }
        if (moves && !held) {
            arrange();
        } else {
            pending.set(displaced.size());
        }
    }

    private boolean put(R value) {
        String key = id.apply(value);
        Row<R> row = known.get(key);
        if (row == null) {
            Integer place = places.get(key);
            row = place == null ? new Row<>(key, value) : shown.get(place);
            known.put(key, row);
        }
        row.set(value);
        touched.add(key);
        Integer place = places.get(key);
        boolean wanted = filter.test(value);
        return note(key, place == null ? wanted : !wanted || isOutOfOrder(place));
    }

    private boolean note(String key, boolean moves) {
        if (moves) {
            displaced.add(key);
        } else {
            displaced.remove(key);
        }
        return moves;
    }

    private boolean isOutOfOrder(int place) {
        return place > 0 && compare(shown.get(place - 1), shown.get(place)) > 0 || place + 1 < shown.size() && compare(
                shown.get(place), shown.get(place + 1)) > 0;
    }

    private int compare(Row<R> one, Row<R> other) {
        int found = order.compare(one.value(), other.value());
        return found != 0 ? found : one.id().compareTo(other.id());
    }

    /** Keeps rows where they are, or lets them move again, at once. */
    void hold(boolean still) {
        held = still;
        if (!held && !displaced.isEmpty()) {
            arrange();
        }
    }

    /** Every row to where it belongs, held or not. */
    void arrange() {
        List<Row<R>> wanted = wanted();
        displaced.clear();
        touched.clear();
        pending.set(0);
        if (!wanted.equals(shown)) {
            places.clear();
            for (int i = 0; i < wanted.size(); i++) {
                places.put(wanted.get(i).id(), i);
            }
            shown.setAll(wanted);
        }
    }

    /** What did not change is in order already; what did is sorted, and put between it. */
    private List<Row<R>> wanted() {
        List<Row<R>> moved = new ArrayList<>();
        for (String key : touched) {
            Row<R> row = known.get(key);
            if (row != null && filter.test(row.value())) {
                moved.add(row);
            }
        }
        moved.sort(this::compare);
        List<Row<R>> wanted = new ArrayList<>(known.size());
        int next = 0;
        for (Row<R> row : shown) {
            if (touched.contains(row.id()) || known.get(row.id()) != row) {
                continue;
            }
            while (next < moved.size() && compare(moved.get(next), row) < 0) {
                wanted.add(moved.get(next++));
            }
            wanted.add(row);
        }
        wanted.addAll(moved.subList(next, moved.size()));
        return wanted;
    }
}

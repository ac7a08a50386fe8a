package secondsite.app.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import javafx.collections.FXCollections;
import javafx.collections.ModifiableObservableListBase;
import javafx.collections.ObservableList;

/**
 * A list of which each item is found by its key and takes the place of the one before with the same key. Many changes at once are one
 * change to those who listen, so that a table of 10,000 rows draws only what is new. Others see it as {@link #view}.
 *
 * <p>Replacing costs the same however long the list is; removing costs as much as the list is long, once for all that goes together.
 */
final class KeyedList<K, V> extends ModifiableObservableListBase<V> {

    private final Function<? super V, ? extends K> key;
    private final List<V> items = new ArrayList<>();
    private final Map<K, Integer> places = new HashMap<>();
    // One for all: a view that nobody holds is collected, and with it who listens to it.
    private final ObservableList<V> view = FXCollections.unmodifiableObservableList(this);

    KeyedList(Function<? super V, ? extends K> key) {
        this.key = key;
    }

    Optional<V> find(K wanted) {
        return Optional.ofNullable(places.get(wanted)).map(items::get);
    }

    /** Takes new items and new states of old ones; what did not change is not told. */
    void merge(Collection<? extends V> changed) {
        beginChange();
        try {
            for (V item : changed) {
                Integer place = places.get(key.apply(item));
                if (place == null) {
                    add(item);
                } else if (!items.get(place).equals(item)) {
                    set(place, item);
                }
            }
        } finally {
            endChange();
        }
    }

    /** These are all there are. */
    void replace(Collection<? extends V> all) {
        beginChange();
        try {
            Set<K> kept = HashSet.newHashSet(all.size());
            all.forEach(item -> kept.add(key.apply(item)));
            drop(item -> !kept.contains(key.apply(item)));
            merge(all);
        } finally {
            endChange();
        }
    }

    void forget(Collection<? extends K> gone) {
        Set<K> keys = Set.copyOf(gone);
        if (keys.stream().anyMatch(places::containsKey)) {
            drop(item -> keys.contains(key.apply(item)));
        }
    }

    void drop(Predicate<? super V> unwanted) {
        beginChange();
        try {
            int lowest = items.size();
            for (int place = items.size() - 1; place >= 0; place--) {
                V item = items.get(place);
                if (unwanted.test(item)) {
                    items.remove(place);
                    places.remove(key.apply(item));
                    nextRemove(place, item);
                    lowest = place;
                }
            }
            number(lowest);
        } finally {
            endChange();
        }
    }

    @Override
    public V get(int index) {
        return items.get(index);
    }

    @Override
    public int size() {
        return items.size();
    }

    @Override
    protected void doAdd(int index, V item) {
        items.add(index, item);
        number(index);
    }

    @Override
    protected V doSet(int index, V item) {
        V before = items.set(index, item);
        places.remove(key.apply(before));
        places.put(key.apply(item), index);
        return before;
    }

    @Override
    protected V doRemove(int index) {
        V gone = items.remove(index);
        places.remove(key.apply(gone));
        number(index);
        return gone;
    }

    private void number(int from) {
        for (int place = from; place < items.size(); place++) {
            places.put(key.apply(items.get(place)), place);
        }
    }

    /** The same to read. */
    ObservableList<V> view() {
        return view;
    }
}

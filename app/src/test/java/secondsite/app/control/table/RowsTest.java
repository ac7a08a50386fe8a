package secondsite.app.control.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What moves in a table, and what does not. */
class RowsTest {

    private record Thing(String id, int size) {}

    private final Rows<Thing> rows = new Rows<>(Thing::id);

    @BeforeEach
    void threeThings() {
        rows.sort(Comparator.comparingInt(Thing::size));
        rows.change(List.of(new Thing("a", 1), new Thing("b", 2), new Thing("c", 3)), List.of());
    }

    @Test
    void rowsAreInOrder() {
        rows.change(List.of(new Thing("a", 9)), List.of());
        assertThat(ids()).containsExactly("b", "c", "a");
    }

    @Test
    void nothingMovesWhileItIsHeldButValuesChange() {
        rows.hold(true);
        rows.change(List.of(new Thing("a", 9), new Thing("d", 0)), List.of("b"));
        assertThat(ids()).containsExactly("a", "b", "c");
        assertThat(rows.shown().getFirst().value().size()).isEqualTo(9);
        assertThat(rows.pendingProperty().get()).isEqualTo(3);
    }

    @Test
    void whatWaitedHappensWhenItIsLetGo() {
        rows.hold(true);
        rows.change(List.of(new Thing("a", 9), new Thing("d", 0)), List.of("b"));
        rows.hold(false);
        assertThat(ids()).containsExactly("d", "c", "a");
        assertThat(rows.pendingProperty().get()).isZero();
    }

    @Test
    void whoeverAsksForTheOrderGetsItAlthoughHeld() {
        rows.hold(true);
        rows.change(List.of(new Thing("a", 9)), List.of());
        rows.arrange();
        assertThat(ids()).containsExactly("b", "c", "a");
    }

    @Test
    void aRowThatCameBackToItsPlaceIsNoChange() {
        rows.hold(true);
        rows.change(List.of(new Thing("a", 9)), List.of());
        rows.change(List.of(new Thing("a", 1)), List.of());
        assertThat(rows.pendingProperty().get()).isZero();
        rows.change(List.of(), List.of("c"));
        rows.change(List.of(new Thing("c", 3)), List.of());
        assertThat(rows.pendingProperty().get()).isZero();
    }

    @Test
    void aRowStaysTheSameObjectForItsId() {
        Row<Thing> before = rows.shown().getFirst();
        rows.change(List.of(new Thing("a", 9)), List.of());
        assertThat(rows.shown().getLast()).isSameAs(before);
        assertThat(rows.placeOf("a")).isEqualTo(2);
    }

    @Test
    void filteredRowsAreNotShownAndComeBack() {
        rows.filter(thing -> thing.size() != 2);
        assertThat(ids()).containsExactly("a", "c");
        rows.change(List.of(new Thing("a", 2)), List.of());
        assertThat(ids()).containsExactly("c");
        rows.filter(thing -> true);
        assertThat(ids()).containsExactly("a", "b", "c");
    }

    @Test
    void afterAnyChangesItIsAsIfItHadBeenSortedAnew() {
        Random random = new Random(11);
        Map<String, Thing> expected = new HashMap<>();
        rows.change(List.of(), List.of("a", "b", "c"));
        for (int round = 0; round < 300; round++) {
            rows.hold(random.nextBoolean());
            List<Thing> changed = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                changed.add(new Thing("t" + random.nextInt(40), random.nextInt(30)));
            }
            changed.forEach(thing -> expected.put(thing.id(), thing));
            String gone = "t" + random.nextInt(40);
            expected.remove(gone);
            rows.change(changed, List.of(gone));
        }
        rows.hold(false);
        rows.arrange();
        assertThat(rows.shown().stream().map(Row::value)).containsExactlyElementsOf(expected.values().stream().sorted(
                Comparator.comparingInt(Thing::size).thenComparing(Thing::id)).toList());
    }

    private List<String> ids() {
        return rows.shown().stream().map(Row::id).toList();
    }
}

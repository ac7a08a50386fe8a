package secondsite.app.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javafx.collections.ListChangeListener;
import org.junit.jupiter.api.Test;

/** A list whose items are replaced by their keys. */
class KeyedListTest {

    private record Row(int id, String text) {}

    private final KeyedList<Integer, Row> list = new KeyedList<>(Row::id);
    private int told;

    private void listen() {
        list.addListener((ListChangeListener<Row>) _ -> told++);
    }

    @Test
    void aChangedItemTakesItsOwnPlaceAndAllThatCameTogetherIsToldOnce() {
        list.merge(List.of(new Row(1, "a"), new Row(2, "b"), new Row(3, "c")));
        listen();
        list.merge(List.of(new Row(3, "C"), new Row(1, "A"), new Row(4, "d")));
        assertThat(list).containsExactly(new Row(1, "A"), new Row(2, "b"), new Row(3, "C"), new Row(4, "d"));
        assertThat(told).isOne();
        assertThat(list.find(3)).contains(new Row(3, "C"));
    }

    @Test
    void whatDidNotChangeIsNotTold() {
        list.merge(List.of(new Row(1, "a"), new Row(2, "b")));
        listen();
        list.merge(List.of(new Row(1, "a")));
        list.replace(List.of(new Row(2, "b"), new Row(1, "a")));
        list.forget(List.of(7));
        assertThat(told).isZero();
    }

    @Test
    void removedItemsAreGoneAndTheOthersAreStillFound() {
        list.merge(IntStream.range(0, 10).mapToObj(id -> new Row(id, "")).toList());
        listen();
        list.forget(List.of(0, 5, 6, 9));
        assertThat(list).extracting(Row::id).containsExactly(1, 2, 3, 4, 7, 8);
        assertThat(told).isOne();
        for (Row row : list) {
            assertThat(list.find(row.id())).contains(row);
        }
        assertThat(list.find(5)).isEmpty();
    }

    @Test
    void afterAnyChangesAListenerThatFollowsThemHasTheSameList() {
        var random = new Random(7);
        List<Row> follower = new ArrayList<>();
        list.addListener((ListChangeListener<Row>) change -> follow(change, follower));
        for (int round = 0; round < 300; round++) {
            List<Row> rows = IntStream.range(0, random.nextInt(20))
                    .mapToObj(_ -> new Row(random.nextInt(60), "text " + random.nextInt(3))).toList();
            switch (random.nextInt(3)) {
                case 0 -> list.merge(rows);
                case 1 -> list.replace(rows);
                default -> list.forget(rows.stream().map(Row::id).toList());
            }
            assertThat(follower).isEqualTo(list);
            assertThat(list).extracting(Row::id).doesNotHaveDuplicates();
            list.forEach(row -> assertThat(list.find(row.id())).contains(row));
        }
    }

    private static void follow(ListChangeListener.Change<? extends Row> change, List<Row> follower) {
        while (change.next()) {
            follower.subList(change.getFrom(), change.getFrom() + change.getRemovedSize()).clear();
            follower.addAll(change.getFrom(), change.getAddedSubList());
        }
    }
}

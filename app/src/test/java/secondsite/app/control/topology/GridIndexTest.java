package secondsite.app.control.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GridIndexTest {

    @Test
    void findsWhatLookingAtAllWouldFind() {
        Random random = new Random(4);
        Map<Integer, Box> all = new HashMap<>();
        GridIndex<Integer> index = new GridIndex<>();
        for (int i = 0; i < 500; i++) {
            Box box = box(random, 900);
            all.put(i, box);
            index.add(i, box);
        }
        for (int i = 0; i < 200; i++) {
            Box area = box(random, 3_000);
            List<Integer> expected = all.entrySet().stream().filter(entry -> entry.getValue().meets(area)).map(
                    Map.Entry::getKey).toList();
            assertThat(index.in(area).stream().map(GridIndex.Placed::what)).containsExactlyInAnyOrderElementsOf(
                    expected);
            boolean something = all.values().stream().anyMatch(box -> box.contains(area.x(), area.y()));
            assertThat(index.at(area.x(), area.y()).isPresent()).isEqualTo(something);
        }
    }

    private static Box box(Random random, int largest) {
        return new Box(random.nextInt(-5_000, 5_000), random.nextInt(-5_000, 5_000), random.nextInt(1, largest), random
                .nextInt(1, largest));
    }
}

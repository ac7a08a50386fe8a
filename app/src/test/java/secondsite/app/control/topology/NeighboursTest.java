package secondsite.app.control.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import secondsite.app.control.topology.Neighbours.Way;

class NeighboursTest {

    private final Map<String, Box> boxes = Map.of("a", at(0, 0), "b", at(1, 0), "c", at(2, 0), "d", at(0, 1), "e", at(1,
            1));

    @Test
    void arrowsWalkToWhatStandsBeside() {
        assertThat(Neighbours.next(boxes, "a", Way.RIGHT)).hasValue("b");
        assertThat(Neighbours.next(boxes, "b", Way.DOWN)).hasValue("e");
        assertThat(Neighbours.next(boxes, "e", Way.LEFT)).hasValue("d");
        assertThat(Neighbours.next(boxes, "d", Way.UP)).hasValue("a");
    }

    @Test
    void thereIsAnEnd() {
        assertThat(Neighbours.next(boxes, "c", Way.RIGHT)).isEmpty();
        assertThat(Neighbours.next(boxes, "a", Way.UP)).isEmpty();
    }

    private static Box at(int column, int row) {
        return new Box(column * 140, row * 40, 128, 30);
    }
}

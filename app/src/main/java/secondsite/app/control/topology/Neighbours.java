package secondsite.app.control.topology;

import java.util.Map;
import java.util.Optional;

/** Walks from one box to the next in a direction, as arrow keys do. */
final class Neighbours {

    /** Where to; {@code x} and {@code y} are -1, 0 or 1. */
    enum Way {
        LEFT(-1, 0), RIGHT(1, 0), UP(0, -1), DOWN(0, 1);

        private final int x;
        private final int y;

        Way(int x, int y) {
            this.x = x;
            this.y = y;
        }
    }

    private static final double SIDEWAYS = 3;

    private Neighbours() {}

    /** The nearest in that direction: what stands beside counts as three times as far as what stands straight on. */
    static Optional<String> next(Map<String, Box> boxes, String from, Way way) {
        Box start = boxes.get(from);
        String best = null;
        double least = Double.MAX_VALUE;
        for (Map.Entry<String, Box> entry : boxes.entrySet()) {
            double byX = entry.getValue().middleX() - start.middleX();
            double byY = entry.getValue().middleY() - start.middleY();
            double ahead = byX * way.x + byY * way.y;
            double aside = Math.abs(byX * way.y) + Math.abs(byY * way.x);
            double far = ahead + SIDEWAYS * aside;
            if (ahead > 1 && (far < least || far == least && entry.getKey().compareTo(best) < 0)) {
                least = far;
                best = entry.getKey();
            }
        }
        return Optional.ofNullable(best);
    }
}

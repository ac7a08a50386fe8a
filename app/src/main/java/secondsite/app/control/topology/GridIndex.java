package secondsite.app.control.topology;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds what lies in a part of the picture without looking at the rest: boxes by the cells of a grid that they touch. */
final class GridIndex<T> {

    private static final double CELL = 512;

    /** Something at a place. */
    record Placed<T>(T what, Box box) {}

    private final Map<Long, List<Placed<T>>> cells = new HashMap<>();

    void add(T what, Box box) {
        Placed<T> placed = new Placed<>(what, box);
        for (long x = cell(box.x()); x <= cell(box.right()); x++) {
            for (long y = cell(box.y()); y <= cell(box.bottom()); y++) {
                cells.computeIfAbsent(key(x, y), fresh -> new ArrayList<>()).add(placed);
            }
        }
    }

    /** What touches the area, each once, in no order. */
    Set<Placed<T>> in(Box area) {
        Set<Placed<T>> found = new LinkedHashSet<>();
        for (long x = cell(area.x()); x <= cell(area.right()); x++) {
            for (long y = cell(area.y()); y <= cell(area.bottom()); y++) {
                for (Placed<T> placed : cells.getOrDefault(key(x, y), List.of())) {
                    if (placed.box().meets(area)) {
                        found.add(placed);
                    }
                }
            }
        }
        return found;
    }

    Optional<T> at(double x, double y) {
        return cells.getOrDefault(key(cell(x), cell(y)), List.of()).stream().filter(placed -> placed.box().contains(x,
                y)).map(Placed::what).findFirst();
    }

    private static long cell(double coordinate) {
        return (long) Math.floor(coordinate / CELL);
    }

    private static long key(long x, long y) {
        return x << 32 ^ y & 0xffffffffL;
    }
}

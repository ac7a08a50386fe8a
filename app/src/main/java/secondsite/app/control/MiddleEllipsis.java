package secondsite.app.control;

import java.util.function.ToDoubleFunction;

/** Shortens names in their middle, as their ends tell them apart. */
final class MiddleEllipsis {

    /** So many of the last characters always stay. */
    static final int KEPT = 4;
    private static final String MARK = "\u2026";

    private MiddleEllipsis() {}

    /** The name, or as much of its begin and end as is not wider than {@code width}; the last four characters stay in any case. */
    static String shorten(String name, double width, ToDoubleFunction<String> measure) {
        if (measure.applyAsDouble(name) <= width || name.length() <= KEPT + 1) {
            return name;
        }
        int least = 0;
        int most = name.length() - KEPT - 1;
        while (least < most) {
            int middle = (least + most + 1) / 2;
            if (measure.applyAsDouble(with(name, middle)) <= width) {
                least = middle;
            } else {
                most = middle - 1;
            }
        }
        return with(name, least);
    }

    /** So many characters beside the mark and the last four: two thirds of them at the begin. */
    private static String with(String name, int more) {
        int atEnd = more / 3;
        int atBegin = more - atEnd;
        return name.substring(0, atBegin) + MARK + name.substring(name.length() - KEPT - atEnd);
    }
}

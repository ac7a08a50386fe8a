package secondsite.app.points;

import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import secondsite.api.activity.Event;
import secondsite.api.point.MachinePoint;
import secondsite.api.point.Moments;
import secondsite.app.control.timeline.History;
import secondsite.app.fx.Texts;
import secondsite.app.words.EventText;

/** Puts what was told of a machine's points upon a line of time. */
final class PointHistory {

    /** So much more than usual looks as if files were being encrypted. */
    private static final double SUSPICIOUS = 7;
    /** Of fewer points nobody can say what is usual. */
    private static final int LEAST_TO_JUDGE = 12;
    private static final Duration LEAST_LINE = Duration.ofMinutes(10);

    private final Texts texts;
    private final EventText words;

    @Inject
    PointHistory(Texts texts, EventText words) {
        this.texts = texts;
        this.words = words;
    }

    History of(PointsViewModel.Told told) {
        List<MachinePoint> points = told.points().reversed();
        Instant from = from(told, points);
        return new History(from, told.to(), writes(points, begin(told, points, from)), spans(told, from), gaps(told),
                points.stream().map(PointHistory::point).toList(),
                told.events().reversed().stream().filter(event -> event.severity() != Event.Severity.INFORMATION)
                        .map(event -> new History.Event(event.time(), EventText.status(event.severity()),
                                words.what(event)))
                        .toList());
    }

    private static Instant from(PointsViewModel.Told told, List<MachinePoint> points) {
        Instant latest = told.to().minus(LEAST_LINE);
        if (told.from() != null) {
            return told.from();
        }
        Instant oldest = points.isEmpty() ? latest : points.getFirst().time();
        return oldest.isBefore(latest) ? oldest : latest;
    }

    /** Before the first moment that is kept nothing is known of what was written. */
    private static Instant begin(PointsViewModel.Told told, List<MachinePoint> points, Instant from) {
        return told.all().moments().stream().map(Moments::from).min(Comparator.naturalOrder())
                .filter(first -> first.isAfter(from))
                .filter(first -> points.isEmpty() || !first.isAfter(points.getFirst().time())).orElse(from);
    }

    private static List<History.Write> writes(List<MachinePoint> points, Instant from) {
        List<Double> rates = new ArrayList<>();
        Instant before = from;
        for (MachinePoint point : points) {
            double seconds = Math.max(1, Duration.between(before, point.time()).toMillis() / 1000.0);
            rates.add(point.sizeSince() / seconds);
            before = point.time();
        }
        double most = rates.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        double usual = rates.size() < LEAST_TO_JUDGE
                ? Double.MAX_VALUE
                : rates.stream().sorted().skip(rates.size() / 2).findFirst().orElseThrow();
        List<History.Write> writes = new ArrayList<>();
        before = from;
        for (int i = 0; i < points.size(); i++) {
            double rate = rates.get(i);
            writes.add(new History.Write(before, points.get(i).time(), most == 0 ? 0 : rate / most,
                    usual > 0 && rate > SUSPICIOUS * usual));
            before = points.get(i).time();
        }
        return writes;
    }

    private static List<History.Span> spans(PointsViewModel.Told told, Instant from) {
        return told.all().moments().stream().filter(span -> span.to().isAfter(from))
                .map(span -> new History.Span(span.from().isBefore(from) ? from : span.from(), span.to())).toList();
    }

    private List<History.Gap> gaps(PointsViewModel.Told told) {
        List<Moments> moments = told.all().moments().stream().sorted(Comparator.comparing(Moments::from)).toList();
        List<History.Gap> gaps = new ArrayList<>();
        for (int i = 1; i < moments.size(); i++) {
            gaps.add(new History.Gap(moments.get(i - 1).to(), moments.get(i).from(), texts.text("points.gap")));
        }
        return gaps;
    }

    private static History.Point point(MachinePoint point) {
        String label = point.label() == null ? "" : point.label();
        History.Kind kind = switch (point.kind()) {
            case "app-consistent" -> History.Kind.APPLICATION;
            case "bookmark", "pin" -> History.Kind.BOOKMARK;
            default -> History.Kind.CRASH;
        };
        return new History.Point(PointsViewModel.key(point), point.time(), kind, label);
    }
}

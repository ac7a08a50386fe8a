package secondsite.app.control.timeline;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import secondsite.app.control.Status;
import secondsite.app.control.timeline.History.Event;
import secondsite.app.control.timeline.History.Gap;
import secondsite.app.control.timeline.History.Kind;
import secondsite.app.control.timeline.History.Point;
import secondsite.app.control.timeline.History.Span;
import secondsite.app.control.timeline.History.Write;

/** Three days of a machine that was paused once, and written to like mad in the end. */
public final class TimelineSample {

    static final Instant NOW = Instant.parse("2026-11-20T03:04:31Z");

    private TimelineSample() {}

    public static TimelineTexts texts() {
        DateTimeFormatter mark = DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);
        DateTimeFormatter exact = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);
        return new TimelineTexts("Writes", "Crash", "Application", "Bookmarks", "Events", ZoneOffset.UTC, mark::format,
                exact::format);
    }

    public static History history() {
        Instant from = NOW.minus(Duration.ofHours(72));
        Instant paused = NOW.minus(Duration.ofHours(12));
        Instant resumed = paused.plus(Duration.ofMinutes(64));
        Random random = new Random(9);
        List<Write> writes = new ArrayList<>();
        List<Point> points = new ArrayList<>();
        for (Instant at = from; at.isBefore(NOW); at = at.plus(Duration.ofMinutes(10))) {
            boolean mad = at.isAfter(NOW.minus(Duration.ofHours(4))) && at.isBefore(NOW.minus(Duration.ofHours(3)));
            writes.add(new Write(at, at.plus(Duration.ofMinutes(10)), mad ? 0.95 : 0.15 + random.nextDouble() * 0.25,
                    mad));
        }
        for (Instant at = from.plus(Duration.ofHours(1)); at
                .isBefore(NOW); at = at.plus(Duration.ofMinutes(at.isAfter(NOW
                        .minus(Duration.ofHours(9))) ? 15 : 60))) {
            if (at.isBefore(paused) || at.isAfter(resumed)) {
                points.add(new Point("a" + points.size(), at, Kind.APPLICATION, "Application"));
            }
        }
        points.add(new Point("b1", NOW.minus(Duration.ofHours(21)), Kind.BOOKMARK, "end of night batch"));
        points.add(new Point("b2", NOW.minus(Duration.ofMinutes(61)), Kind.BOOKMARK, "before patch"));
        points.sort(Comparator.comparing(Point::at));
        return new History(from, NOW, writes, List.of(new Span(from, paused), new Span(resumed, NOW)), List.of(new Gap(
                paused, resumed, "paused")), points, List.of(new Event(paused, Status.IDLE, "paused 64 min"),
                        new Event(
                                NOW.minus(Duration.ofMinutes(235)), Status.CRIT, "change rate x 7")));
    }
}

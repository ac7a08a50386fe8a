package secondsite.app.fx;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.util.Duration;

/** The time as a property that moves on each second, for ages and times left on the screen. For the thread of the windows. */
public final class TickingClock {

    private final InstantSource source;
    private final ZoneId zone;
    private final ReadOnlyObjectWrapper<Instant> now;
    private final Timeline seconds = new Timeline(new KeyFrame(Duration.seconds(1), _ -> tick()));

    /** @param zone in which times are shown */
    public TickingClock(InstantSource source, ZoneId zone) {
        this.source = source;
        this.zone = zone;
        this.now = new ReadOnlyObjectWrapper<>(source.instant());
    }

    /** Ticks by itself from now on. */
    public void start() {
        seconds.setCycleCount(Animation.INDEFINITE);
        seconds.play();
    }

    /** Nothing that listens is kept by what ticks any more. */
    public void stop() {
        seconds.stop();
    }

    /** Looks at the time. */
    public void tick() {
        now.set(source.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    /** As of the last tick. */
    public ReadOnlyObjectProperty<Instant> now() {
        return now.getReadOnlyProperty();
    }

    /** To the moment. */
    public Instant instant() {
        return source.instant();
    }

    public ZoneId zone() {
        return zone;
    }
}

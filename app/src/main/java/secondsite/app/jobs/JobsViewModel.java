package secondsite.app.jobs;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import javafx.collections.ObservableList;
import secondsite.api.activity.Job;
import secondsite.app.fx.TickingClock;
import secondsite.app.navigation.Navigator;
import secondsite.app.navigation.Screen;
import secondsite.app.session.LiveModel;

/** All jobs that go on, and the newest of those that are over. */
@Singleton
public final class JobsViewModel {

    private final LiveModel live;
    private final Navigator navigator;
    private final TickingClock clock;

    @Inject
    public JobsViewModel(LiveModel live, Navigator navigator, TickingClock clock) {
        this.live = live;
        this.navigator = navigator;
        this.clock = clock;
    }

    public ObservableList<Job> jobs() {
        return live.jobs();
    }

    public void open(Job job) {
        navigator.go(Screen.JOB, Long.toString(job.number()));
    }

    /** How long it took, or has taken until now. */
    Duration length(Job job) {
        Instant end = job.ended() == null ? clock.now().get() : job.ended();
        return end.isBefore(job.begun()) ? Duration.ZERO : Duration.between(job.begun(), end);
    }
}

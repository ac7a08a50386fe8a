package secondsite.app.frame;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import secondsite.api.activity.Event;
import secondsite.api.activity.Event.Severity;
import secondsite.app.dialog.Toasts;
import secondsite.app.fx.Texts;
import secondsite.app.fx.TickingClock;
import secondsite.app.navigation.Navigator;
import secondsite.app.navigation.Place;
import secondsite.app.navigation.Screen;
import secondsite.app.session.Catalogue;
import secondsite.app.session.LiveModel;

/** Tells a person who looks at something else what he should know: a new critical alert, a job that failed, a failover or test that ended. */
@Singleton
public final class Notices {

    /** Of one minute; further ones are told together. */
    private static final int MOST = 3;
    private static final Duration CROWDED = Duration.ofMinutes(1);
    /** A job's number and type begin the detail of its events. */
    private static final Pattern JOB = Pattern.compile("(\\d+) ([a-z-]+): .*", Pattern.DOTALL);
    private static final String QUESTION = "preflight-agent";
    private static final Set<String> AWAITED = Set.of("test-failover", "planned-failover", "unplanned-failover",
            "run-plan", "commit-failover", "cancel-failover", "change-point", "reverse-replication");

    private final LiveModel live;
    private final Toasts toasts;
    private final Navigator navigator;
    private final Catalogue catalogue;
    private final Texts texts;
    private final TickingClock clock;
    private final Deque<Instant> told = new ArrayDeque<>();

    @Inject
    Notices(LiveModel live, Toasts toasts, Navigator navigator, Catalogue catalogue, Texts texts,
            TickingClock clock) {
        this.live = live;
        this.toasts = toasts;
        this.navigator = navigator;
        this.catalogue = catalogue;
        this.texts = texts;
        this.clock = clock;
        live.listen(this::hear);
    }

    private void hear(Event event) {
        // What happened before this console was opened is no news.
        if (live.ready().get()) {
            switch (event.type()) {
                case "alert.raised" -> alert(event);
                case "job.failed" ->
                    job(event, "notice.job.failed").filter(notice -> !notice.asked).ifPresent(this::tell);
                case "job.done" -> job(event, "notice.job.done").filter(notice -> notice.awaited).ifPresent(this::tell);
                default -> {
                    // Seen where it belongs.
                }
            }
        }
    }

    /** What is told, and where more of it is. @param awaited whether somebody waits for its end @param asked whether it is a question, whose answer is read where it was asked */
    private record Notice(String text, Place place, boolean awaited, boolean asked) {}

    private void alert(Event event) {
        boolean muted = live.alerts().stream().anyMatch(alert -> alert.code() == event.code()
                && alert.subject().equals(event.subject()) && alert.mutedUntil() != null
                && alert.mutedUntil().isAfter(clock.instant()));
        if (event.severity() == Severity.CRITICAL && !muted) {
            tell(new Notice(texts.text("notice.alert", event.about(), catalogue.message(event.code())),
                    Place.of(Screen.ALERTS), true, false));
        }
    }

    private Optional<Notice> job(Event event, String key) {
        Matcher job = JOB.matcher(event.detail() == null ? "" : event.detail());
        return job.matches()
                ? Optional.of(new Notice(
                        texts.text(key, texts.textOr("job.type." + job.group(2), job.group(2)), event.about()),
                        new Place(Screen.JOB, job.group(1)), AWAITED.contains(job.group(2)),
                        QUESTION.equals(job.group(2))))
                : Optional.empty();
    }

    private void tell(Notice notice) {
        Instant now = clock.instant();
        while (!told.isEmpty() && told.peek().isBefore(now.minus(CROWDED))) {
            told.remove();
        }
        told.add(now);
        if (told.size() <= MOST) {
            toasts.tell(notice.text(), texts.text("frame.banner.show"), () -> navigator.go(notice.place()));
        } else {
            toasts.tell(texts.text("notice.several", told.size()), texts.text("frame.banner.show"),
                    () -> navigator.go(Screen.ALERTS));
        }
    }
}

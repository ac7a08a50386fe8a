package secondsite.server.configuration.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Event;
import secondsite.api.activity.Event.Severity;
import secondsite.server.configuration.activity.EventLog.Follower;
import secondsite.server.configuration.activity.EventLog.News;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.KeptEvents;
import secondsite.server.configuration.store.Settings;

/** Events over a real database. */
@Timeout(60)
class EventLogTest {

    private static final KeptEvents.Filter ALL = new KeptEvents.Filter(null, null, null, null);

    private Instant now = Instant.parse("2026-11-29T03:00:00Z");
    private Database database;
    private EventLog events;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        database = Database.open(folder.resolve("database.sqlite"));
        events = new EventLog(database, new KeptEvents(), new Settings(database), () -> now);
    }

    @AfterEach
    void end() {
        database.close();
    }

    private void restart() throws IOException {
        end();
        start();
    }

    private void keep(String subject) {
        database.write(change -> {
            events.keep(change, "machine.state", Severity.WARNING, subject, "web", ErrorCode.RPO_EXCEEDED, "7 min");
            return subject;
        });
    }

    private static News now(Follower follower) throws InterruptedException {
        return follower.next(Duration.ZERO);
    }

    private static List<String> subjects(News news) {
        return news.events().stream().map(Event::subject).toList();
    }

    @Test
    void tellsAllThatFollowsInOrder() throws InterruptedException {
        Follower follower = events.follow(OptionalLong.empty());
        keep("a");
        events.notice("machine.changed", "b", "db");
        keep("c");
        News news = now(follower);
        assertThat(subjects(news)).containsExactly("a", "b", "c");
        assertThat(news.events()).extracting(Event::id).isSorted().doesNotHaveDuplicates();
        assertThat(news.events()).extracting(Event::kept).containsExactly(true, false, true);
        assertThat(news.last()).isEqualTo(news.events().getLast().id());
        assertThat(now(follower).events()).isEmpty();
    }

    @Test
    void whatDidNotHappenIsNotTold() throws InterruptedException {
        Follower follower = events.follow(OptionalLong.empty());
        assertThatThrownBy(() -> database.write(change -> {
            events.keep(change, "machine.state", Severity.WARNING, "a", "web", null, null);
            throw new IllegalStateException("no");
        })).hasMessage("no");
        keep("b");
        assertThat(subjects(now(follower))).containsExactly("b");
        assertThat(events.page(ALL, Long.MAX_VALUE, 10).items()).extracting(Event::subject).containsExactly("b");
    }

    @Test
    void whatIsNotCertainHoldsUpWhatCameAfterIt() throws InterruptedException {
        Follower follower = events.follow(OptionalLong.empty());
        database.write(change -> {
            events.keep(change, "machine.state", Severity.WARNING, "a", "web", null, null);
            events.notice("machine.changed", "b", "db");
            assertThat(now(follower).events()).isEmpty();
            return change;
        });
        assertThat(subjects(now(follower))).containsExactly("a", "b");
    }

    @Test
    void goesOnAfterAnId() throws InterruptedException {
        keep("a");
        events.notice("machine.changed", "b", "db");
        keep("c");
        List<Event> all = now(events.follow(OptionalLong.of(before()))).events();
        assertThat(all).hasSize(3);
        for (int i = 0; i < all.size(); i++) {
            News rest = now(events.follow(OptionalLong.of(all.get(i).id())));
            assertThat(rest.missed()).isFalse();
            assertThat(rest.events()).isEqualTo(all.subList(i + 1, all.size()));
        }
    }

    /** The id before the first of this life. */
    private long before() throws InterruptedException {
        return events.page(ALL, Long.MAX_VALUE, 10).items().getLast().id() - 1;
    }

    @Test
    void afterARestartIdsRiseAndWhoWasThereLearnsThatHeMissedSomething() throws Exception {
        keep("a");
        events.notice("machine.changed", "b", "db");
        long last = now(events.follow(OptionalLong.of(before()))).last();
        now = now.minus(Duration.ofDays(3));
        restart();
        for (long id : new long[]{last, last - 1, 0, -5, Long.MAX_VALUE}) {
            assertThat(now(events.follow(OptionalLong.of(id))).missed()).as("%d", id).isTrue();
        }
        Follower follower = events.follow(OptionalLong.of(last));
        News missed = now(follower);
        assertThat(missed.last()).isGreaterThan(last);
        keep("c");
        News news = now(follower);
        assertThat(news.missed()).isFalse();
        assertThat(news.events().getFirst().id()).isGreaterThan(missed.last());
        assertThat(now(events.follow(OptionalLong.of(missed.last()))).events()).hasSize(1);
    }

    @Test
    void whoIsTooFarBehindLearnsIt() throws InterruptedException {
        events.notice("machine.changed", "first", "web");
        Follower slow = events.follow(OptionalLong.empty());
        long id = now(slow).last();
        for (int i = 0; i <= EventLog.REMEMBERED; i++) {
            events.notice("machine.changed", "s" + i, "web");
        }
        assertThat(now(slow).missed()).isTrue();
        assertThat(now(events.follow(OptionalLong.of(id))).missed()).isTrue();
        events.notice("machine.changed", "last", "web");
        assertThat(subjects(now(slow))).containsExactly("last");
    }

    @Test
    void whoWaitsIsWokenByAnEventAndByTheEnd() throws InterruptedException {
        List<News> heard = new ArrayList<>();
        Follower follower = events.follow(OptionalLong.empty());
        var first = new CountDownLatch(1);
        Thread waiting = Thread.ofVirtual().start(() -> {
            try {
                heard.add(follower.next(Duration.ofHours(1)));
                first.countDown();
                heard.add(follower.next(Duration.ofHours(1)));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        keep("a");
        first.await();
        events.close();
        waiting.join();
        assertThat(heard).hasSize(2);
        assertThat(subjects(heard.getFirst())).containsExactly("a");
        assertThat(heard.getLast().events()).isEmpty();
        assertThat(events.closed()).isTrue();
    }

    @Test
    void everyoneHearsTheSameWhenManyTalkAtOnce() throws InterruptedException {
        Follower follower = events.follow(OptionalLong.empty());
        List<Thread> talkers = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            int talker = t;
            talkers.add(Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 50; i++) {
                    if (i % 2 == 0) {
                        keep("k" + talker);
                    } else {
                        events.notice("machine.changed", "n" + talker, "web");
                    }
                }
            }));
        }
        List<Event> heard = new ArrayList<>();
        while (heard.size() < 200) {
            heard.addAll(follower.next(Duration.ofSeconds(10)).events());
        }
        for (Thread talker : talkers) {
            talker.join();
        }
        assertThat(heard).hasSize(200).extracting(Event::id).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void listsWhatWasKeptNewestFirst() {
        keep("a");
        now = now.plusSeconds(60);
        keep("b");
        database.write(change -> {
            events.keep(change, "job.done", Severity.INFORMATION, "a", "x".repeat(300), null, "y".repeat(5000));
            return change;
        });
        var page = events.page(ALL, Long.MAX_VALUE, 2);
        assertThat(page.items()).extracting(Event::type).containsExactly("job.done", "machine.state");
        assertThat(page.total()).isEqualTo(3);
        assertThat(page.items().getFirst().about()).hasSize(200);
        assertThat(events.page(ALL, Long.parseLong(page.next()), 2).items()).extracting(Event::code)
                .containsExactly(ErrorCode.RPO_EXCEEDED);
        assertThat(count(new KeptEvents.Filter(Severity.WARNING, null, null, null))).isEqualTo(2);
        assertThat(count(new KeptEvents.Filter(null, "job.done", null, null))).isEqualTo(1);
        assertThat(count(new KeptEvents.Filter(null, null, "a", null))).isEqualTo(2);
        assertThat(count(new KeptEvents.Filter(null, null, "a", now))).isEqualTo(1);
    }

    private long count(KeptEvents.Filter filter) {
        var page = events.page(filter, Long.MAX_VALUE, 100);
        assertThat(page.items()).hasSize((int) page.total());
        return page.total();
    }

    @Test
    void oldEventsAreForgotten() {
        keep("a");
        now = now.plus(Duration.ofDays(367));
        keep("b");
        events.prune();
        assertThat(events.page(ALL, Long.MAX_VALUE, 10).items()).extracting(Event::subject).containsExactly("b");
    }
}

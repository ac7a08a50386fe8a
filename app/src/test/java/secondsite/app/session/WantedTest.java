package secondsite.app.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import secondsite.api.activity.Event;

/** What is asked when something happened. */
class WantedTest {

    private final Wanted wanted = new Wanted();
    private long id;

    private Event event(String type, String subject, boolean kept) {
        return new Event(++id, Instant.EPOCH, type, Event.Severity.INFORMATION, subject, "name", null, null, kept);
    }

    private Wanted.Questions take() throws InterruptedException {
        return wanted.take(Duration.ZERO);
    }

    @Test
    void aMachineThatChangedIsAskedForOnceHoweverOftenItDid() throws InterruptedException {
        UUID machine = UUID.randomUUID();
        for (int i = 0; i < 5; i++) {
            wanted.event(event("machine.state", machine.toString(), true));
        }
        Wanted.Questions questions = take();
        assertThat(questions.machines()).containsExactly(machine);
        assertThat(questions.parts()).containsExactly(Part.HEALTH);
        assertThat(questions.heard()).hasSize(5);
        assertThat(take().none()).isTrue();
    }

    @Test
    void manyMachinesAreAskedForTogether() throws InterruptedException {
        for (int i = 0; i < 1_000; i++) {
            wanted.event(event("machine.state", UUID.randomUUID().toString(), true));
        }
        Wanted.Questions questions = take();
        assertThat(questions.parts()).contains(Part.MACHINES);
        assertThat(questions.machines()).isEmpty();
    }

    @Test
    void aNoticeOfAJobNamesTheJobAndAKeptEventNamesItsMachine() throws InterruptedException {
        wanted.event(event("job.progress", "812", false));
        assertThat(take().jobs()).containsExactly(812L);
        wanted.event(event("job.done", UUID.randomUUID().toString(), true));
        assertThat(take().parts()).containsExactly(Part.JOBS);
    }

    @Test
    void whatCouldNotBeAskedIsAskedLaterBeforeWhatCameSince() throws InterruptedException {
        wanted.event(event("alert.raised", "one", true));
        Wanted.Questions failed = take();
        wanted.event(event("alert.cleared", "two", true));
        wanted.again(failed);
        Wanted.Questions questions = take();
        assertThat(questions.heard()).extracting(Event::subject).containsExactly("one", "two");
        assertThat(questions.parts()).containsExactlyInAnyOrder(Part.ALERTS, Part.HEALTH);
    }

    @Test
    void whoWasNotListenedToForTooLongHasMissedSomethingAndAsksForEverything() throws InterruptedException {
        for (int i = 0; i < 6_000; i++) {
            wanted.event(event("job.progress", "812", false));
        }
        Wanted.Questions questions = take();
        assertThat(questions.everything()).isTrue();
        assertThat(questions.parts()).containsExactlyInAnyOrder(Part.values());
        assertThat(questions.heard().size()).isLessThan(6_000);
    }
}

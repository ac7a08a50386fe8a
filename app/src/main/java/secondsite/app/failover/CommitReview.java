package secondsite.app.failover;

import java.util.List;
import secondsite.api.recovery.Failover;
import secondsite.app.wizard.Review;
import secondsite.app.wizard.Sentence;

/** What it means to keep a failover. */
record CommitReview(FailoverSurroundings around, Situation situation, Failover failover) implements Review {

    @Override
    public List<Sentence> sentences() {
        return List.of(
                Sentence.plain(around.text("failover.review.what"),
                        around.text("failover.commit.what", situation.name(), situation.keeper())),
                Sentence.plain(around.text("failover.review.point"), PendingText.moment(around, failover)),
                PendingText.works(around, failover),
                Sentence.danger(around.text("failover.review.final"), around.text("failover.commit.final")));
    }

    @Override
    public String command() {
        return "secondsite failover commit " + failover.id() + " --wait";
    }

    @Override
    public String afterwards() {
        return around.text("failover.commit.afterwards", situation.runs());
    }
}

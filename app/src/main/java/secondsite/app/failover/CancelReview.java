package secondsite.app.failover;

import java.util.List;
import secondsite.api.recovery.Failover;
import secondsite.app.wizard.Review;
import secondsite.app.wizard.Sentence;

/** What it means to take a failover back. */
record CancelReview(FailoverSurroundings around, Situation situation, Failover failover) implements Review {

    @Override
    public List<Sentence> sentences() {
        return List.of(
                Sentence.plain(around.text("failover.review.what"),
                        around.text("failover.cancel.what", situation.name(), situation.keeper(), situation.runs())),
                Sentence.danger(around.text("failover.review.lost"), PendingText.written(around, situation, failover)),
                Sentence.plain(around.text("failover.review.stays"), around.text("failover.cancel.stays")));
    }

    @Override
    public String command() {
        return "secondsite failover cancel " + failover.id() + " --wait";
    }
}

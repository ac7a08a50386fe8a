package secondsite.app.failover;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import secondsite.api.recovery.FailoverPreview;
import secondsite.app.wizard.Review;
import secondsite.app.wizard.Sentence;

/** What an unplanned failover will do, and what is lost by it. */
final class UnplannedReview implements Review {

    private final FailoverSurroundings around;
    private final Situation situation;
    private final UnplannedFailoverViewModel model;

    UnplannedReview(FailoverSurroundings around, Situation situation, UnplannedFailoverViewModel model) {
        this.around = around;
        this.situation = situation;
        this.model = model;
    }

    @Override
    public List<Sentence> sentences() {
        List<Sentence> said = new ArrayList<>();
        said.add(Sentence.plain(around.text("failover.review.what"),
                around.text("failover.unplanned.what", situation.name(), situation.keeper())));
        said.add(Sentence.plain(around.text("failover.review.why"), CausePage.said(around, model)));
        said.add(Sentence.plain(around.text("failover.review.point"), around.text(
                "failover.point." + model.point().choice().get().name().toLowerCase(Locale.ROOT).replace('_', '-')
                        + ".name")));
        said.add(Sentence.danger(around.text("failover.review.lost"), lost(around, model.point())));
        said.add(source());
        said.add(Sentence.plain(around.text("failover.review.afterwards"),
                AfterwardsText.of(around, model.afterwards())));
        return said;
    }

    /** A sentence with a clock: it counts on while the wizard is open. */
    static String lost(FailoverSurroundings around, PointViewModel point) {
        Instant moment = point.moment();
        if (moment == null) {
            return around.text("failover.lost.unknown");
        }
        String age = around.formats().duration(
                Math.floor(Duration.between(moment, around.clock().now().get()).toMillis() / 1000.0));
        String sentence = around.text("failover.lost.after", around.formats().fullTime(moment), age);
        FailoverPreview preview = point.preview().get();
        return preview.lostBytes() == null || preview.lostBytes() == 0
                ? sentence
                : sentence + " " + around.text("failover.lost.bytes", around.formats().size(preview.lostBytes()));
    }

    private Sentence source() {
        String label = around.text("failover.review.source", situation.runs());
        if (model.shutDown().get()) {
            return Sentence.plain(label, around.text("failover.source.shut-down.said"));
        }
        return model.heard()
                ? Sentence.danger(label, around.text("failover.source.twice", situation.name()))
                : Sentence.danger(label, SourceText.of(around, situation, model));
    }

    @Override
    public String command() {
        return Commands.unplanned(situation, model);
    }

    @Override
    public String afterwards() {
        return around.text("failover.pending.can");
    }
}

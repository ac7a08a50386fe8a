package secondsite.app.failover;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import secondsite.api.activity.ErrorText;
import secondsite.api.client.TransferException;
import secondsite.api.recovery.FailoverPreview;
import secondsite.api.recovery.FailoverRequest;
import secondsite.api.recovery.PlannedCard;
import secondsite.app.wizard.Check;
import secondsite.app.wizard.Checks;
import secondsite.app.wizard.ChecksStep;
import secondsite.app.wizard.Step;
import secondsite.app.words.RemarkText;

/** What the server says of a failover before it is ordered, as checks. */
final class FailoverChecks {

    private final FailoverSurroundings around;
    private final Situation situation;

    FailoverChecks(FailoverSurroundings around, Situation situation) {
        this.around = around;
        this.situation = situation;
    }

    /** @param request as it is chosen when the step is entered */
    Step step(Supplier<FailoverRequest> request) {
        return new ChecksStep(new Checks(() -> ask(request.get()), around.tasks(), around.texts()),
                around.texts());
    }

    private List<Check> ask(FailoverRequest request) throws TransferException {
        FailoverPreview preview = around.forecasts().preview(situation.machine().id(), request);
        List<Check> found = new ArrayList<>();
        preview.refusals().forEach(refusal -> found.add(refused(refusal)));
        var words = new RemarkText(around.texts(), around.formats());
        preview.warnings().forEach(warning -> found.add(Check.warning(words.of(warning), "")));
        if (preview.refusals().isEmpty()) {
            found.add(Check.good(around.text("failover.check.allowed"), ""));
        }
        if (preview.masterTarget() != null) {
            found.add(Check.good(around.text("failover.check.host", preview.masterTarget()), ""));
        }
        preview.cards().forEach(card -> found.add(Check.good(card(card), "")));
        return found;
    }

    private Check refused(String refusal) {
        return around.catalogue().text(refusal).map(text -> Check.forbids(text.message(), todo(text)))
                .orElseGet(() -> Check.forbids(refusal, ""));
    }

    private static String todo(ErrorText text) {
        return text.action() == null ? "" : text.action();
    }

    private String card(PlannedCard card) {
        String place = card.network() != null
                ? card.network()
                : around.text("failover.place." + card.place().name().toLowerCase(Locale.ROOT));
        return card.address() == null
                ? around.text("failover.check.card", card.mac(), place)
                : around.text("failover.check.card-address", card.mac(), place, card.address());
    }
}

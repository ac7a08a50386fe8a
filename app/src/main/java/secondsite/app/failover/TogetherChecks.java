package secondsite.app.failover;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import secondsite.api.client.TransferException;
import secondsite.api.recovery.FailoverPreview;
import secondsite.app.wizard.Check;
import secondsite.app.wizard.Checks;
import secondsite.app.wizard.ChecksStep;
import secondsite.app.wizard.Step;
import secondsite.app.words.RemarkText;

/** What the server says of each of several failovers before they are ordered, as checks. */
final class TogetherChecks {

    private final FailoverSurroundings around;
    private final Together together;

    TogetherChecks(FailoverSurroundings around, Together together) {
        this.around = around;
        this.together = together;
    }

    Step step() {
        return new ChecksStep(new Checks(this::ask, around.tasks(), around.texts()), around.texts());
    }

    private List<Check> ask() throws TransferException {
        List<Check> found = new ArrayList<>();
        Map<UUID, String> refused = new LinkedHashMap<>();
        var words = new RemarkText(around.texts(), around.formats());
        for (Together.Each each : together.all()) {
            FailoverPreview preview = around.forecasts().preview(each.id(), each.request().get());
            if (!preview.refusals().isEmpty()) {
                String why = reason(preview.refusals().getFirst());
                refused.put(each.id(), why);
                found.add(Check.warning(around.text("failover.together.left-out", each.name()), why));
                continue;
            }
            preview.warnings().forEach(warning -> found
                    .add(Check.warning(around.text("failover.together.of", each.name(), words.of(warning)), "")));
            found.add(Check.good(preview.masterTarget() == null
                    ? around.text("failover.together.of", each.name(), around.text("failover.check.allowed"))
                    : around.text("failover.together.of", each.name(),
                            around.text("failover.check.host", preview.masterTarget())),
                    ""));
        }
        together.leaveOut(refused);
        if (refused.size() == together.all().size()) {
            found.addFirst(Check.forbids(around.text("failover.together.none"), ""));
        }
        return found;
    }

    private String reason(String refusal) {
        return around.catalogue().text(refusal).map(text -> text.message()).orElse(refusal);
    }
}

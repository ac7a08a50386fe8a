package secondsite.app.infrastructure.agents;

import jakarta.inject.Inject;
import java.util.List;
import secondsite.api.client.TransferException;
import secondsite.api.installation.Installation;
import secondsite.app.dialog.Dialogs;
import secondsite.app.dialog.Question;
import secondsite.app.form.Form;
import secondsite.app.fx.Texts;
import secondsite.app.session.Session;

/** What was ordered together and is not over is given up. */
final class BatchWorkflow {

    private final Session session;
    private final Dialogs dialogs;
    private final Texts texts;

    @Inject
    BatchWorkflow(Session session, Dialogs dialogs, Texts texts) {
        this.session = session;
        this.dialogs = dialogs;
        this.texts = texts;
    }

    /** Says first what becomes of the machines on which something was begun. */
    void cancel(ChosenBatch batch) {
        List<Installation> open = batch.open();
        String fate = "jobs.fate." + batch.action().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-')
                + "-agent";
        dialogs.ask(new Question(texts.text("installations.cancel.title", open.size()),
                List.of(texts.text(fate), texts.text("installations.cancel.over"), texts.text("jobs.cancel.step")),
                Form.NONE, texts.text("installations.cancel.confirm", open.size()), texts.text("jobs.cancel.refuse"),
                true), () -> cancelled(open), _ -> {
                });
    }

    private int cancelled(List<Installation> open) throws TransferException {
        for (Installation each : open) {
            session.activity().cancel(each.job());
        }
        return open.size();
    }
}

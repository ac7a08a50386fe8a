package secondsite.app.alerts;

import jakarta.inject.Inject;
import java.util.List;
import secondsite.api.activity.Alert;
import secondsite.api.activity.AlertMute;
import secondsite.api.activity.AlertNote;
import secondsite.api.activity.Event.Severity;
import secondsite.app.dialog.Dialogs;
import secondsite.app.dialog.Question;
import secondsite.app.dialog.Toasts;
import secondsite.app.form.Choice;
import secondsite.app.form.FieldChecks;
import secondsite.app.form.Form;
import secondsite.app.form.TextEntry;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Tasks;
import secondsite.app.fx.Texts;
import secondsite.app.session.Catalogue;
import secondsite.app.session.Session;

/** A person takes note of an alert, or lets nobody be notified of it for a while. */
public final class AlertWorkflow {

    private static final int LONGEST_NOTE = 500;
    private static final int SECONDS = 60;
    private static final List<Integer> MINUTES = List.of(60, 240, 1440);
    private static final List<Integer> MORE_MINUTES = List.of(60, 240, 1440, 10_080, 43_200);

    private final Session session;
    private final Dialogs dialogs;
    private final Catalogue catalogue;
    private final FieldChecks checks;
    private final Formats formats;
    private final Texts texts;
    private final Toasts toasts;
    private final Tasks tasks;

    @Inject
    public AlertWorkflow(Session session, Dialogs dialogs, Catalogue catalogue, FieldChecks checks, Formats formats,
            Texts texts, Toasts toasts, Tasks tasks) {
        this.toasts = toasts;
        this.tasks = tasks;
        this.session = session;
        this.dialogs = dialogs;
        this.catalogue = catalogue;
        this.checks = checks;
        this.formats = formats;
        this.texts = texts;
    }

    void acknowledge(Alert alert) {
        var note = new TextEntry("alert-note", texts.text("alerts.acknowledge.note"), TextEntry.Kind.AREA, "",
                checks.text(LONGEST_NOTE)).with(texts.text("alerts.acknowledge.hint"));
        dialogs.ask(new Question(texts.text("alerts.acknowledge.title", alert.about()),
                List.of(catalogue.message(alert.code()), texts.text("alerts.acknowledge.stays")),
                new Form(List.of(note)), texts.text("alerts.acknowledge.confirm"), texts.text("dialog.cancel"), false),
                () -> session.alerts().acknowledge(alert.id(), new AlertNote(note.textOrNull())), _ -> {
                });
    }

    void mute(Alert alert) {
        var minutes = new Choice<Integer>("alert-minutes", texts.text("alerts.mute.minutes"),
                alert.severity() == Severity.CRITICAL ? MINUTES : MORE_MINUTES,
                each -> formats.duration((double) each * SECONDS), MINUTES.getFirst());
        dialogs.ask(new Question(texts.text("alerts.mute.title", alert.about()),
                List.of(catalogue.message(alert.code()), texts.text("alerts.mute.stays")), new Form(List.of(minutes)),
                texts.text("alerts.mute.confirm"), texts.text("dialog.cancel"), false),
                () -> session.alerts().mute(alert.id(), new AlertMute(minutes.chosen())), this::offerUndo);
    }

    private void offerUndo(Alert muted) {
        toasts.offer(texts.text("alerts.mute.done", muted.about()),
                () -> tasks.run(() -> session.alerts().mute(muted.id(), new AlertMute(0)),
                        _ -> toasts.say(texts.text("alerts.mute.undone", muted.about())), dialogs::fail));
    }
}

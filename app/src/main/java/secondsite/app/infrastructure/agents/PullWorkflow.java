package secondsite.app.infrastructure.agents;

import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import secondsite.api.installation.PullLine;
import secondsite.api.installation.PullRequest;
import secondsite.app.dialog.Dialogs;
import secondsite.app.dialog.Question;
import secondsite.app.form.FieldChecks;
import secondsite.app.form.Form;
import secondsite.app.form.TextEntry;
import secondsite.app.form.TextEntry.Kind;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Texts;
import secondsite.app.fx.TickingClock;
import secondsite.app.session.Session;

/** A machine that nobody reaches by SSH fetches its agent itself: by a line that somebody runs there, good once and for half an hour. */
final class PullWorkflow {

    private final Session session;
    private final Dialogs dialogs;
    private final FieldChecks checks;
    private final TickingClock clock;
    private final Formats formats;
    private final Texts texts;

    @Inject
    PullWorkflow(Session session, Dialogs dialogs, FieldChecks checks, TickingClock clock, Formats formats,
            Texts texts) {
        this.session = session;
        this.dialogs = dialogs;
        this.checks = checks;
        this.clock = clock;
        this.formats = formats;
        this.texts = texts;
    }

    void begin() {
        var name = new TextEntry("pull-name", texts.text("install.pull.name"), Kind.LINE, "",
                checks.optional(checks.programName(List.of()))).with(texts.text("install.pull.name.hint"));
        dialogs.ask(new Question(texts.text("install.pull.title"), List.of(texts.text("install.pull.text")),
                new Form(List.of(name)), texts.text("install.pull.confirm"), texts.text("dialog.cancel"), false),
                () -> session.installations().pull(new PullRequest(name.textOrNull())), this::show);
    }

    void show(PullLine line) {
        dialogs.tell(texts.text("install.pulled.title"), clock.now().map(now -> left(now, line.ends())), line.line());
    }

    String left(Instant now, Instant ends) {
        Duration left = Duration.between(now, ends);
        return left.isPositive()
                ? texts.text("install.pulled.text", formats.duration(left))
                : texts.text("install.pulled.over");
    }
}

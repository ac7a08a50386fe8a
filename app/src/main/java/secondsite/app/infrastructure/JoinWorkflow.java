package secondsite.app.infrastructure;

import jakarta.inject.Inject;
import java.util.List;
import secondsite.api.security.CertificateList.Certificate;
import secondsite.api.security.JoinToken;
import secondsite.api.security.TokenRequest;
import secondsite.app.action.Gate;
import secondsite.app.dialog.Dialogs;
import secondsite.app.dialog.Question;
import secondsite.app.form.Choice;
import secondsite.app.form.FieldChecks;
import secondsite.app.form.Form;
import secondsite.app.form.TextEntry;
import secondsite.app.form.TextEntry.Kind;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Texts;
import secondsite.app.session.Session;

/** An administrator lets a program join by a token that is good once, or keeps one out whose certificate is revoked. */
public final class JoinWorkflow {

    private static final int WEEK_MINUTES = 7 * 24 * 60;
    private static final String USUAL_MINUTES = "30";

    private final Session session;
    private final Dialogs dialogs;
    private final InfrastructureViewModel model;
    private final FieldChecks checks;
    private final Formats formats;
    private final Texts texts;

    @Inject
    public JoinWorkflow(Session session, Dialogs dialogs, InfrastructureViewModel model, FieldChecks checks,
            Formats formats, Texts texts) {
        this.session = session;
        this.dialogs = dialogs;
        this.model = model;
        this.checks = checks;
        this.formats = formats;
        this.texts = texts;
    }

    /** Makes a token and shows the command line with which the program joins. */
    void join(Joining.Program firstProgram) {
        var program = new Choice<>("join-kind", texts.text("infrastructure.join.kind"),
                List.of(Joining.Program.values()), each -> texts.text("infrastructure.kind." + each.word()),
                firstProgram);
        var name = new TextEntry("join-name", texts.text("infrastructure.name"), Kind.LINE, "",
                checks.programName(List.of())).with(texts.text("infrastructure.join.name.hint"));
        var host = new TextEntry("join-host", texts.text("infrastructure.join.host"), Kind.LINE, "", checks.host())
                .with(texts.text("infrastructure.join.host.hint"));
        var minutes = new TextEntry("join-minutes", texts.text("infrastructure.join.minutes"), Kind.NUMBER,
                USUAL_MINUTES, checks.number(1, WEEK_MINUTES));
        host.shown().bind(program.value().map(each -> each != Joining.Program.AGENT));
        dialogs.ask(new Question(texts.text("infrastructure.join.title"),
                List.of(texts.text("infrastructure.join.text")), new Form(List.of(program, name, host, minutes)),
                texts.text("infrastructure.join.confirm"), texts.text("dialog.cancel"), false),
                () -> session.security()
                        .token(new TokenRequest(program.chosen().word(), name.text(), minutes.number())),
                token -> show(new Joining(program.chosen(), name.text(), host.text()), token));
    }

    private void show(Joining joining, JoinToken token) {
        dialogs.tell(texts.text("infrastructure.joined.title", joining.name()),
                texts.text("infrastructure.joined.text", formats.fullTime(token.ends())),
                joining.command(session.server(), token.authority(), token.token()));
    }

    void revoke(Certificate certificate) {
        String kind = texts.textOr("infrastructure.kind." + certificate.kind(), certificate.kind());
        dialogs.ask(new Question(texts.text("infrastructure.revoke.title", kind, certificate.name()),
                List.of(texts.text("infrastructure.revoke.text"), texts.text("infrastructure.revoke.again")),
                Form.NONE, texts.text("infrastructure.revoke.confirm", certificate.name()),
                texts.text("dialog.cancel"), true)
                .behind(Gate.REVIEW, certificate.name(), texts.text("infrastructure.revoke.state")), () -> {
                    session.security().revoke(certificate.serial());
                    return certificate;
                }, _ -> model.ask());
    }
}

package secondsite.server.administration;

import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import secondsite.api.client.CredentialClient;
import secondsite.api.client.SecurityClient;
import secondsite.api.security.AuditPage;
import secondsite.api.security.AuditVerification;
import secondsite.api.security.CredentialList;
import secondsite.api.security.JoinToken;
import secondsite.api.security.TokenRequest;
import secondsite.api.security.UserList;

/** Look who belongs to the deployment and what they did; let programs join. */
final class SecurityVerbs {

    private SecurityVerbs() {}

    private static SecurityClient at(Dialogue dialogue) {
        return new SecurityClient(dialogue.connection());
    }

    /** Who can sign in. */
    @Command(name = "users", description = "Lists who can sign in.")
    static final class Users extends Verb {

        Users(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue) throws IOException {
            UserList list = at(dialogue).users();
            return dialogue.tell(list, out -> {
                var table = new Table("NAME", "ROLE", "CREATED");
                list.users().forEach(
                        each -> table.row(each.name(), each.role().word(), dialogue.time(each.created())));
                table.print(out);
            });
        }
    }

    /** What was done. */
    @Command(name = "audit", description = "Lists what people and programs did, 1000 lines at once, or verifies that the log was not tampered with; ends with 1 when it was.")
    static final class Audit extends Verb {

        @Option(names = "--after", paramLabel = "NUMBER", defaultValue = "0", description = "Begins behind the line with this number.")
        private long after;

        @Option(names = "--verify", description = "Reads the whole log at the server.")
        private boolean verify;

        Audit(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue) throws IOException {
            return verify ? verify(dialogue) : list(dialogue);
        }

        private static int verify(Dialogue dialogue) throws IOException {
            AuditVerification outcome = at(dialogue).verifyAudit();
            boolean whole = outcome.firstBroken() == null;
            dialogue.tell(outcome, out -> out.println(whole
                    ? "the audit log is whole"
                    : "the audit log was tampered with: line " + outcome.firstBroken()
                            + " does not follow from those before it"));
            return whole ? Exit.DONE : Exit.REFUSED;
        }

        private int list(Dialogue dialogue) throws IOException {
            List<AuditPage.Line> lines = at(dialogue).audit(after).lines();
            return dialogue.tell(new AuditPage(lines), out -> {
                var table = new Table("LINE", "TIME", "WHO", "ACTION", "SUBJECT", "DETAIL");
                lines.forEach(line -> table.row(line.number(), dialogue.time(line.time()), line.who(), line.action(),
                        line.subject(), line.detail()));
                table.print(out);
            });
        }
    }

    /** Of tokens. */
    @Command(name = "tokens", description = "Makes one-time tokens with which programs join.")
    static final class Tokens implements Runnable {

        @Spec
        private CommandSpec spec;

        @Override
        public void run() {
            spec.commandLine().usage(spec.commandLine().getOut());
        }
    }

    /** Makes one. */
    @Command(name = "make", description = "Makes a token with which one program may join, once.")
    static final class MakeToken extends Verb {

        @Option(names = "--kind", paramLabel = "KIND", required = true, description = "agent, process-server or master-target.")
        private String kind;

        @Option(names = "--name", paramLabel = "NAME", description = "That the program must have; any when it is left out.")
        private String name;

        @Option(names = "--minutes", paramLabel = "MINUTES", defaultValue = "60", description = "How long it may be used; ${DEFAULT-VALUE} when it is left out.")
        private int minutes;

        MakeToken(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue) throws IOException {
            JoinToken token = at(dialogue).token(new TokenRequest(kind, name, minutes));
            return dialogue.tell(token,
                    out -> new Table("TOKEN", token.token()).row("ends", dialogue.time(token.ends()))
                            .row("authority", token.authority()).print(out));
        }
    }

    /** With what the deployment signs in somewhere else. */
    @Command(name = "credentials", description = "Lists with what the deployment signs in somewhere else; secrets are never told.")
    static final class Credentials extends Verb {

        Credentials(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue) throws IOException {
            CredentialList list = new CredentialClient(dialogue.connection()).credentials();
            return dialogue.tell(list, out -> {
                var table = new Table("NAME", "KIND", "USER NAME", "CHANGED", "READABLE");
                list.credentials().forEach(each -> table.row(each.name(), Wording.word(each.kind()), each.userName(),
                        dialogue.time(each.changed()), Wording.yes(each.readable())));
                table.print(out);
            });
        }
    }
}

package secondsite.server.administration;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import secondsite.api.client.Fingerprint;
import secondsite.api.client.SecurityClient;
import secondsite.api.client.TransferException;
import secondsite.api.security.Session;
import secondsite.api.security.SignIn;

/** Begin and end a session. */
final class SessionVerbs {

    private SessionVerbs() {}

    /** A person signs in. */
    @Command(name = "login", description = "Signs in at a configuration server; the other verbs go on from there. The session is kept in "
            + "~/.config/secondsite/session.json, or where SECONDSITE_SESSION says.")
    static final class Login implements Callable<Integer> {

        private final Surroundings surroundings;

        @Option(names = "--server", paramLabel = "URL", required = true, description = "The configuration server, like https://localhost:19442.")
        private URI server;

        @Option(names = "--authority", paramLabel = "FINGERPRINT", required = true, description = "By which the server is known: sha256: and 64 digits, as it shows at its first start.")
        private String authority;

        @Option(names = "--user", paramLabel = "NAME", required = true, description = "Who signs in.")
        private String user;

        @Option(names = "--password-file", paramLabel = "FILE", description = "Its first line is the password; /dev/stdin reads it from there. Without one it is asked for, and not shown.")
        private Path passwordFile;

        @Spec
        private CommandSpec spec;

        Login(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public Integer call() throws IOException {
            var known = new Fingerprint(authority);
            PrintWriter err = spec.commandLine().getErr();
            String token;
            Session session;
            try {
                token = SecurityClient.token(server, known, new SignIn(user, password()));
                try (SecurityClient client = SecurityClient.signedIn(server, known, token)) {
                    session = client.session();
                }
            } catch (TransferException e) {
                return Refusal.tell(e, err);
            }
            new SessionFile(surroundings.session()).write(new SavedSession(server, known.text(), user, token));
            spec.commandLine().getOut().println("signed in at " + server + " as " + session.name() + ", "
                    + session.role().word());
            return Exit.DONE;
        }

        private String password() throws IOException {
            if (passwordFile == null) {
                return surroundings.person().secret("Password of " + user + ": ");
            }
            try (BufferedReader reader = Files.newBufferedReader(passwordFile)) {
                String line = reader.readLine();
                if (line == null) {
                    throw new NothingDoneException(passwordFile + " is empty");
                }
                return line;
            }
        }
    }

    /** A person signs out. */
    @Command(name = "logout", description = "Ends the session, at the server and here.")
    static final class Logout implements Callable<Integer> {

        private final Surroundings surroundings;

        @Spec
        private CommandSpec spec;

        Logout(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public Integer call() throws IOException {
            var file = new SessionFile(surroundings.session());
            PrintWriter err = spec.commandLine().getErr();
            SavedSession session;
            try {
                session = file.read();
            } catch (NoSessionException e) {
                err.println(e.getMessage());
                return Exit.NO_SESSION;
            }
            // Whatever the server says, nobody goes on with this session from here.
            file.remove();
            try (SecurityClient client = SecurityClient.signedIn(session.server(),
                    new Fingerprint(session.authority()), session.token())) {
                client.signOut();
            } catch (TransferException e) {
                return Refusal.tell(e, "it was forgotten here", err);
            }
            spec.commandLine().getOut().println("signed out");
            return Exit.DONE;
        }
    }
}

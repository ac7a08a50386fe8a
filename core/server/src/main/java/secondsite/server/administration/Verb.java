package secondsite.server.administration;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import secondsite.api.client.Connection;
import secondsite.api.client.IdentityFiles;
import secondsite.api.client.TransferException;

/** Something that is asked of the configuration server by whoever signed in, or with an administrator's certificate. */
abstract class Verb implements Callable<Integer> {

    private final Surroundings surroundings;

    @Option(names = "--certificate-folder", paramLabel = "DIR", description = "Asks as the administrator whose certificate.pem, key.pem and authority.pem are there, instead of as who signed in.")
    private Path certificates;

    @Option(names = "--server", paramLabel = "URL", description = "With --certificate-folder: the configuration server, like https://localhost:19442.")
    private URI server;

    @Option(names = "--json", description = "Prints the record as the API gives it, for programs.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    Verb(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** @return exit code */
    abstract int ask(Dialogue dialogue) throws IOException, InterruptedException;

    @Override
    public final Integer call() throws IOException {
        if ((certificates == null) != (server == null)) {
            throw new ParameterException(spec.commandLine(), "--certificate-folder and --server go together");
        }
        PrintWriter err = spec.commandLine().getErr();
        try {
            return certificates == null ? signedIn() : certified();
        } catch (NoSessionException e) {
            err.println(e.getMessage());
            return Exit.NO_SESSION;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            err.println("interrupted");
            return Exit.REFUSED;
        }
    }

    private int signedIn() throws IOException, InterruptedException {
        SavedSession session = new SessionFile(surroundings.session()).read();
        return over(session.connect(), "sign in again with: " + session.again());
    }

    private int certified() throws IOException, InterruptedException {
        var identity = IdentityFiles.in(certificates).readValid(surroundings.clock().instant());
        return over(new Connection(server, identity, Connection.Patience.DEFAULTS),
                "the server does not accept the certificate in " + certificates);
    }

    private int over(Connection fresh, String again) throws IOException, InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        try (Connection connection = fresh) {
            return ask(new Dialogue(connection, surroundings, spec.commandLine().getOut(), err, json));
        } catch (TransferException e) {
            return Refusal.tell(e, again, err);
        }
    }
}

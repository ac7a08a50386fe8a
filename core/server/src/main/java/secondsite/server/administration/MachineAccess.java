package secondsite.server.administration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine.Option;
import secondsite.api.client.CredentialClient;
import secondsite.api.installation.MachineSignIn;
import secondsite.api.security.Credential;

/** With what a process server signs in on machines. Secrets come from files or are typed, and never stand on the command line. */
final class MachineAccess {

    @Option(names = "--user", paramLabel = "NAME", description = "Who signs in on the machines: root, or somebody who may use sudo.")
    private String user;

    @Option(names = "--password-file", paramLabel = "FILE", description = "Its first line is the user's password, also for sudo; it is asked for when nothing else is given.")
    private Path password;

    @Option(names = "--key-file", paramLabel = "FILE", description = "A private key that the machines accept.")
    private Path key;

    @Option(names = "--passphrase-file", paramLabel = "FILE", description = "Its first line opens the private key.")
    private Path passphrase;

    @Option(names = "--sudo-password-file", paramLabel = "FILE", description = "Its first line is the password for sudo, when it is another one.")
    private Path sudoPassword;

    @Option(names = "--credential", paramLabel = "NAME", description = "A kept credential, instead of all that.")
    private String credential;

    /** Null when a sign-in is given. */
    UUID credential(Dialogue dialogue) throws IOException {
        if (credential == null) {
            return null;
        }
        if (user != null || password != null || key != null) {
            throw new NothingDoneException("--credential stands alone, without a user");
        }
        List<Credential> all = new CredentialClient(dialogue.connection()).credentials().credentials();
        return Names.chosen("credential", credential, all, Credential::name, Credential::id).id();
    }

    /** Null when a credential is named. */
    MachineSignIn signIn(Dialogue dialogue) throws IOException {
        if (credential != null) {
            return null;
        }
        if (user == null) {
            throw new NothingDoneException("say with --user who signs in on the machines, or name a kept --credential");
        }
        String typed = password == null && key == null
                ? dialogue.person().secret("password of " + user + " on the machines: ")
                : firstLine(password);
        return new MachineSignIn(user, typed, key == null ? null : Files.readString(key), firstLine(passphrase),
                firstLine(sudoPassword));
    }

    private static String firstLine(Path file) throws IOException {
        if (file == null) {
            return null;
        }
        List<String> lines = Files.readAllLines(file);
        if (lines.isEmpty()) {
            throw new NothingDoneException(file + " is empty");
        }
        return lines.getFirst();
    }
}

package secondsite.server.configuration.installation;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.Json;
import secondsite.api.activity.ErrorCode;
import secondsite.api.installation.MachineSignIn;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.configuration.security.Credentials;
import secondsite.server.configuration.security.Secrets;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.Transaction;

/** With what machines are signed in on: kept, sealed, until the job is over, and not a moment longer; or a credential that stays. */
@Singleton
final class SignIns {

    private static final String KEY_BEGINS = "-----BEGIN";

    private final Database database;
    private final Secrets secrets;
    private final Credentials credentials;

    @Inject
    SignIns(Database database, Secrets secrets, Credentials credentials) {
        this.database = database;
        this.secrets = secrets;
        this.credentials = credentials;
    }

    void keep(Transaction change, UUID installation, MachineSignIn signIn) {
        secrets.keep(change, name(installation), new String(Json.write(signIn), StandardCharsets.UTF_8));
    }

    /** What is not there is no error. */
    void forget(UUID installation) {
        database.write(change -> {
            secrets.forget(change, name(installation));
            return installation;
        });
    }

    /** @throws JobFailure when it is not there any more */
    MachineSignIn of(UUID installation, Course course) throws JobFailure {
        try {
            Optional<MachineSignIn> found = course.credential() == null
                    ? given(installation)
                    : credentials.find(course.credential()).map(SignIns::kept);
            return found.orElseThrow(() -> JobFailure.forGood(ErrorCode.SIGN_IN_MISSING, course.credential() == null
                    ? "what came with the order was forgotten when its job was over"
                    : "there is no credential " + course.credential()));
        } catch (IOException e) {
            throw JobFailure.forGood(ErrorCode.SIGN_IN_MISSING, e.getMessage());
        }
    }

    private Optional<MachineSignIn> given(UUID installation) throws IOException {
        Optional<String> text = secrets.reveal(name(installation));
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(Json.read(text.get().getBytes(StandardCharsets.UTF_8), MachineSignIn.class));
    }

    private static MachineSignIn kept(Credentials.SignIn credential) {
        return credential.secret().strip().startsWith(KEY_BEGINS)
                ? new MachineSignIn(credential.userName(), null, credential.secret(), null, null)
                : new MachineSignIn(credential.userName(), credential.secret(), null, null, null);
    }

    private static String name(UUID installation) {
        return "installation/" + installation;
    }
}

package secondsite.server.administration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import secondsite.api.Json;
import secondsite.api.client.PrivateFiles;

/** Keeps the session between one verb and the next, for its owner only; there is always the old one or the new one, whole. */
final class SessionFile {

    private static final String LOGIN = "sign in with: secondsite login --server https://HOST:PORT "
            + "--authority sha256:... --user NAME";

    private final Path file;

    SessionFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    /** @throws NoSessionException when there is none, or none that can be read */
    SavedSession read() throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException _) {
            throw new NoSessionException("nobody is signed in (" + file + " is missing); " + LOGIN);
        }
        try {
            return whole(Json.read(bytes, SavedSession.class));
        } catch (IOException _) {
            throw new NoSessionException(file + " holds no session; " + LOGIN);
        }
    }

    private static SavedSession whole(SavedSession session) throws IOException {
        if (session.server() == null || session.authority() == null || session.token() == null) {
            throw new IOException("a part is missing");
        }
        return session;
    }

    /** Durable on return. */
    void write(SavedSession session) throws IOException {
        PrivateFiles.folder(file.getParent());
        Path next = file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid() + ".new");
        Files.deleteIfExists(next);
        PrivateFiles.text(next, new String(Json.write(session), StandardCharsets.UTF_8));
        PrivateFiles.rename(next, file);
    }

    void remove() throws IOException {
        Files.deleteIfExists(file);
    }
}

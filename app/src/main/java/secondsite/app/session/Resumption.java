package secondsite.app.session;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import secondsite.api.Json;
import secondsite.app.kept.Environment;
import secondsite.app.kept.Profile;

/**
 * Going on with a session that {@code secondsite login} keeps. The server is asked at once, beside whatever else the caller begins with:
 * the first words with a server take as long as it takes to get windows ready.
 */
public final class Resumption {

    /** A session as {@code secondsite login} keeps it. */
    private record Kept(URI server, String authority, String user, String token) {}

    private final FutureTask<Kept> kept;
    private final FutureTask<Session> session;
    private final Optional<String> name;

    private Resumption(Path file, Optional<String> name) {
        this.name = name;
        this.kept = new FutureTask<>(() -> read(file));
        this.session = new FutureTask<>(() -> Session.resume(profile(), result(kept).token()));
    }

    /** @param name under which the server is to be kept; its host's without it */
    public static Resumption begin(Path file, Optional<String> name) {
        var begun = new Resumption(file, name);
        Thread.ofVirtual().name("resumption").start(() -> {
            begun.kept.run();
            begun.session.run();
        });
        return begun;
    }

    private static Kept read(Path file) throws IOException {
        try {
            Kept found = Json.read(Files.readAllBytes(file), Kept.class);
            if (found.server() == null || found.authority() == null || found.token() == null) {
                throw new IOException("holds no session");
            }
            return found;
        } catch (IOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /** Where the session was begun. Waits until it is read. @throws IOException that names the file, when it holds no session */
    public Profile profile() throws IOException {
        Kept found = result(kept);
        return new Profile(name.orElse(found.server().getHost()), found.server(), found.authority(), found.user(),
                Environment.PRODUCTION);
    }

    /** Waits until the server has answered. @throws IOException when it does not know the session any more, or cannot be asked */
    public Session session() throws IOException {
        return result(session);
    }

    private static <T> T result(FutureTask<T> of) throws IOException {
        try {
            return of.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException why -> throw why;
                case RuntimeException why -> throw why;
                case Throwable why -> throw new IllegalStateException(why);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException();
        }
    }
}

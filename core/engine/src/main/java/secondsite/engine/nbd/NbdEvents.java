package secondsite.engine.nbd;

import java.io.IOException;

/** What happens to clients, for a log. Called by their threads; to be answered soon. */
public interface NbdEvents {

    /** Tells nobody. */
    NbdEvents NONE = new NbdEvents() {
    };

    /** A client has chosen its export. */
    default void opened(String client, String export) {}

    /** A client that had chosen an export is gone; {@code reason} is null when it took leave. */
    default void closed(String client, String export, Throwable reason) {}

    /** A client never came to choose an export; {@code reason} is null when it took leave. */
    default void refused(String client, Throwable reason) {}

    /** The disk failed to do what a client asked for; the client was told. */
    default void failed(String client, String export, String request, Throwable reason) {}

    /** No connection could be taken; the server goes on. */
    default void acceptFailed(String address, IOException reason) {}
}

package secondsite.server.web;

import java.time.Duration;

/** Learns of each request that was answered or broke off. Must not take long. */
public interface Served {

    /** Who does not want to know. */
    Served UNNOTICED = (_, _, _, _) -> {
    };

    /**
     * A request is over.
     *
     * @param path   as its route has it, parameters in braces; empty when there is none
     * @param status that was answered
     */
    void request(String method, String path, int status, Duration took);
}

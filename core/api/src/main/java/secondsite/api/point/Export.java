package secondsite.api.point;

import java.time.Instant;
import java.util.UUID;

/**
 * A disk as it was, being served. Writes go to a place of their own and are forgotten with the export.
 *
 * @param id         names it at this master target
 * @param sequence   the last record that it knows of
 * @param unixSocket path on the master target's machine
 * @param uri        the same for NBD clients
 * @param expires    when it ends by itself
 */
public record Export(String id, UUID disk, long sequence, String unixSocket, String uri, Instant opened,
        Instant expires) {}

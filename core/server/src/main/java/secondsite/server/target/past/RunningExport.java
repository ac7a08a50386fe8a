package secondsite.server.target.past;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A past disk that is served now.
 *
 * @param id       names it here
 * @param label    for people
 * @param sequence of the point
 * @param writable over an overlay; the replica never changes
 * @param socket   unix socket, NBD with the empty export name
 */
public record RunningExport(String id, String label, long sequence, boolean writable, Path socket, Instant opened,
        Instant expires) {}

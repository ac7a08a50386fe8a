package secondsite.api.host;

import java.time.Instant;
import java.util.UUID;

/**
 * A disk as it was, served for reading until somebody lets it go: over restarts of the master target at the same place, and its point is kept
 * meanwhile whatever retention says.
 *
 * @param id         chosen by who asked for it
 * @param sequence   the last record that it knows of
 * @param unixSocket path on the master target's machine
 * @param label      for people
 */
public record KeptExport(UUID id, UUID disk, long sequence, String unixSocket, String label, Instant opened) {}

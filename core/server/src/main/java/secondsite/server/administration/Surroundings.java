package secondsite.server.administration;

import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;

/**
 * In what the verbs run.
 *
 * @param session the file in which the session is kept
 * @param zone    in which times are told
 */
public record Surroundings(Path session, ZoneId zone, InstantSource clock, Person person) {}

package secondsite.agent.capture;

import java.util.Optional;

/**
 * How a capture stands.
 *
 * @param lastSequence newest record in the spool
 * @param dirtyBytes   about how much is still to be compared
 * @param problem      what keeps a checkpoint from passing, if anything does
 */
public record CaptureStatus(Situation situation, SpoolLevel spool, long lastSequence, long dirtyBytes,
        Optional<String> problem) {}

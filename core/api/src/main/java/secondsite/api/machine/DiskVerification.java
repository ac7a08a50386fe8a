package secondsite.api.machine;

import java.time.Instant;

/**
 * Outcome of comparing a disk with its replica.
 *
 * @param ended           when
 * @param comparedBytes   what was compared
 * @param differentBytes  what differed in two settled passes; 0 when the replica equals the source
 * @param sequence        at which the replica was compared
 */
public record DiskVerification(Instant ended, long comparedBytes, long differentBytes, long sequence) {}

package secondsite.agent.copy;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far a copy or comparison is. Bytes and seconds.
 *
 * @param doneBytes      of the disk, read and where necessary sent
 * @param totalBytes     of the disk, all that has to be looked at
 * @param sentBytes      as they went over the network
 * @param bytesPerSecond of the disk, over the last seconds
 * @param secondsLeft    at this rate; empty while there is none
 * @param waiting        why nothing moves just now
 */
public record CopyProgress(long doneBytes, long totalBytes, long sentBytes, long bytesPerSecond,
        OptionalLong secondsLeft, Optional<String> waiting) {}

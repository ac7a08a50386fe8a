package secondsite.agent.copy;

import java.io.IOException;
import java.util.OptionalLong;

/** A replica that reads what it holds when it is asked, and trusts no checksum it has kept; as it is, or as it was. */
public interface ReadingTarget extends SumsTarget {

    /**
     * Checksums of what is read now; what is damaged has checksums that fit no data.
     *
     * @param sequence of which state; empty for the newest durable one
     */
    Sums readSums(long offset, long length, int blockBytes, OptionalLong sequence) throws IOException;
}

package secondsite.agent.capture;

import java.io.IOException;
import java.util.UUID;
import secondsite.agent.scan.BlockSumFile;
import secondsite.agent.scan.ScannedSource;

/** A disk of which checksums tell what was told: whatever happened while nobody looked, a scan finds it. */
final class FollowedByScans implements Followed {

    private final ScannedSource source;
    private final BlockSumFile sums;
    private final UUID boot;

    FollowedByScans(ScannedSource source, BlockSumFile sums, UUID boot) {
        this.source = source;
        this.sums = sums;
        this.boot = boot;
    }

    /** A machine that lost its memory may have lost what was told before a checksum of it. */
    @Override
    public boolean resume(CaptureRecord left) {
        return sums.isKnown() && (left.boot().equals(boot) || left.clean());
    }

    @Override
    public void begin() throws IOException {
        sums.begin();
    }

    @Override
    public void end() throws IOException {
        sums.forget();
    }

    @Override
    public Reading reading(Means means) {
        return new ScanReading(source, sums, means);
    }

    @Override
    public void close() throws IOException {
        try (source; sums) {
            // both, whatever fails
        }
    }
}

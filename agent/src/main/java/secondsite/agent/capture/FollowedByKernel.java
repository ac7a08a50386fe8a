package secondsite.agent.capture;

import java.io.IOException;
import secondsite.agent.tracking.TrackedDevice;
import secondsite.agent.tracking.TrackedWrites;

/** A device whose writes the kernel tells of. */
final class FollowedByKernel implements Followed {

    private final TrackedDevice device;
    private final TrackedWrites writes;

    FollowedByKernel(TrackedDevice device, TrackedWrites writes) {
        this.device = device;
        this.writes = writes;
    }

    @Override
    public boolean resume(CaptureRecord left) throws IOException {
        return writes.resume();
    }

    @Override
    public void begin() throws IOException {
        writes.begin();
    }

    @Override
    public void end() throws IOException {
        writes.end();
    }

    @Override
    public Reading reading(Means means) {
        return new TrackedReading(device, writes, means);
    }

    @Override
    public void close() throws IOException {
        writes.close();
    }
}

package secondsite.agent.tracking;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import secondsite.engine.disk.Disk;

/** Reads many places of a disk. */
public interface Reads {

    /** One place. @param into filled from there on; nobody else's meanwhile */
    record Read(long offset, ByteBuffer into) {}

    /** Reads all of them, in whatever order or at once; none is under way any more on return. @throws IOException when one failed */
    void all(List<Read> reads) throws IOException;

    /** One after the other. */
    static Reads inTurn(Disk disk) {
        return reads -> {
            for (Read each : reads) {
                disk.read(each.into(), each.offset());
            }
        };
    }
}

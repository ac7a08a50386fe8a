package secondsite.engine.segment;

import java.nio.ByteBuffer;
import java.util.UUID;

/** One thing that happened to a disk. Offsets and lengths in bytes. Data buffers are read-only views, valid as long as their batch. */
public sealed interface Record {

    /** A guest's write. */
    record Write(long offset, ByteBuffer data, boolean forceUnitAccess) implements Record {}

    /** The range was set to zeros. */
    record Zero(long offset, int length) implements Record {}

    /** The range is no longer used; it reads as zeros. */
    record Trim(long offset, int length) implements Record {}

    /** Everything before was made durable at the guest's order. */
    record Flush() implements Record {}

    /** A block sent by resynchronization, because it differed. */
    record Copy(long offset, ByteBuffer data) implements Record {}

    /** A named moment. */
    record Mark(MarkKind kind, UUID id, String label) implements Record {}
}

package secondsite.api.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/** A body that stands in several buffers; may be written again when a kept connection turns out to be dead. */
final class BuffersBody extends RequestBody {

    private final MediaType type;
    private final List<ByteBuffer> buffers;

    BuffersBody(MediaType type, List<ByteBuffer> buffers) {
        this.type = type;
        this.buffers = List.copyOf(buffers);
    }

    @Override
    public MediaType contentType() {
        return type;
    }

    @Override
    public long contentLength() {
        return buffers.stream().mapToLong(ByteBuffer::remaining).sum();
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        for (ByteBuffer buffer : buffers) {
            ByteBuffer rest = buffer.duplicate();
            while (rest.hasRemaining()) {
                sink.write(rest);
            }
        }
    }
}

package secondsite.api.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSink;
import secondsite.api.transfer.Transfer;

/** Passes requests on to the next server and its answers back, bodies as they come and never held as a whole. */
public final class Relay {

    private static final List<String> HEADERS_BACK = List.of(Transfer.SEED, Transfer.SEQUENCE, "Retry-After");
    private static final int PIECE_BYTES = 64 << 10;

    private final Connection connection;

    public Relay(Connection connection) {
        this.connection = connection.to(ServerKind.MASTER_TARGET);
    }

    /** Takes the beginning of an answer, problems included, and gives the stream that its body is to be written to. */
    public interface Answering {

        /** @param length of the body, in bytes */
        OutputStream begin(int status, String contentType, long length, Map<String, String> headers) throws IOException;
    }

    /**
     * Passes on a request with a body.
     *
     * @param length of the body, in bytes
     * @throws TransferException when the next server cannot be reached; then nothing was answered yet
     * @throws IOException       when the answer broke off
     */
    public void post(String pathAndQuery, String contentType, long length, InputStream body, Answering answering)
            throws IOException {
        RequestBody passing = new Passing(MediaType.parse(contentType), length, body);
        try (Response response = connection.forward(new Request.Builder().post(passing), pathAndQuery)) {
            answer(response, answering);
        }
    }

    /** Passes on a request without a body. */
    public void get(String pathAndQuery, Answering answering) throws IOException {
        try (Response response = connection.forward(new Request.Builder().get(), pathAndQuery)) {
            answer(response, answering);
        }
    }

    private static void answer(Response response, Answering answering) throws IOException {
        ResponseBody body = response.body();
        String type = response.header("Content-Type", "application/octet-stream");
        if (response.code() == 204) {
            answering.begin(response.code(), type, 0, headers(response)).close();
            return;
        }
        if (body.contentLength() < 0) {
            throw new IOException("the next server does not say how long its answer is");
        }
        try (OutputStream out = answering.begin(response.code(), type, body.contentLength(), headers(response))) {
            body.byteStream().transferTo(out);
        }
    }

    private static Map<String, String> headers(Response response) {
        var headers = new HashMap<String, String>();
        for (String name : HEADERS_BACK) {
            String value = response.header(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        return headers;
    }

    /** A body that can be read once. */
    private static final class Passing extends RequestBody {
        private final MediaType type;
        private final long length;
        private final InputStream body;

        Passing(MediaType type, long length, InputStream body) {
            this.type = type;
            this.length = length;
            this.body = body;
        }

        @Override
        public MediaType contentType() {
            return type;
        }

        @Override
        public long contentLength() {
            return length;
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            byte[] piece = new byte[PIECE_BYTES];
            for (int count = body.read(piece); count >= 0; count = body.read(piece)) {
                sink.write(piece, 0, count);
            }
        }
    }
}

package secondsite.server.web;

import io.helidon.common.parameters.Parameters;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import secondsite.api.Json;
import secondsite.api.Problem;
import secondsite.api.ProblemCode;
import secondsite.api.transfer.Transfer;

/** One request of a known peer, and its answer. For one thread, until the endpoint returns. */
public final class Exchange {

    private static final int JSON_LIMIT_BYTES = 256 << 10;
    private static final int PIECE_BYTES = 64 << 10;

    private final ServerRequest request;
    private final ServerResponse response;
    private final Peer peer;
    private final BodyMemory memory;
    private final ConnectionWatch watch;
    private final Runnable recheck;
    private final ProblemWords words;
    private ByteBuffer body;
    private byte[] shortBody;
    private boolean answered;

    Exchange(ServerRequest request, ServerResponse response, Peer peer, BodyMemory memory, ConnectionWatch watch,
            Runnable recheck, ProblemWords words) {
        this.request = request;
        this.response = response;
        this.peer = peer;
        this.memory = memory;
        this.watch = watch;
        this.recheck = recheck;
        this.words = words;
    }

    /** Who asks, as the certificate says. */
    public Peer peer() {
        return peer;
    }

    /**
     * Looks again who asks, while an answer goes on.
     *
     * @throws ProblemException when the certificate does not hold any more
     */
    public void recheckPeer() {
        recheck.run();
    }

    /** The address from which the request came. */
    public String address() {
        return request.remotePeer().host();
    }

    /** Path and query as they were sent. */
    public String pathAndQuery() {
        String query = request.query().rawValue();
        return request.path().rawPath() + (query.isEmpty() ? "" : "?" + query);
    }

    public String parameter(String name) {
        return request.path().pathParameters().get(name);
    }

    /** A parameter of the path that is an id. */
    public UUID uuid(String name) {
        return uuid("the path names no id", parameter(name));
    }

    /** A parameter of the query that is an id, if it is there. */
    public Optional<UUID> optionalUuid(String name) {
        return query(name).map(text -> uuid("the parameter '" + name + "' is no id", text));
    }

    private static UUID uuid(String wrong, String text) {
        try {
            UUID id = UUID.fromString(text);
            if (id.toString().equalsIgnoreCase(text)) {
                return id;
            }
        } catch (IllegalArgumentException _) {
            // Said below.
        }
        throw new ProblemException(ProblemCode.BAD_REQUEST, wrong);
    }

    public Optional<String> query(String name) {
        Parameters query = request.query();
        return query.contains(name) ? Optional.of(query.get(name)) : Optional.empty();
    }

    /** A parameter of the query that must be there. */
    public long number(String name) {
        return optionalNumber(name).orElseThrow(
                () -> new ProblemException(ProblemCode.BAD_REQUEST, "the parameter '" + name + "' is missing"));
    }

    public OptionalLong optionalNumber(String name) {
        Optional<String> text = query(name);
        return text.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(number("the parameter '" + name + "'", text.get()));
    }

    /** A header that must be there and be a number. */
    public long headerNumber(String name) {
        return number("the header " + name, header(name)
                .orElseThrow(
                        () -> new ProblemException(ProblemCode.BAD_REQUEST, "the header " + name + " is missing")));
    }

    private static long number(String what, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, what + " is no number");
        }
    }

    public Optional<String> header(String name) {
        HeaderName header = HeaderNames.create(name);
        return request.headers().contains(header) ? Optional.of(request.headers().get(header).get()) : Optional.empty();
    }

    /** The declared length of the body, within the limit. */
    public int contentLength() {
        return (int) contentLength(Transfer.BODY_LIMIT_BYTES);
    }

    /** The declared length of the body, within a limit of the route's own ({@link Routes#put}). */
    public long contentLength(long limitBytes) {
        OptionalLong length = request.headers().contentLength();
        if (length.isEmpty()) {
            throw new ProblemException(ProblemCode.LENGTH_REQUIRED, "send the header Content-Length");
        }
        if (length.getAsLong() > limitBytes) {
            throw new ProblemException(ProblemCode.TOO_LARGE,
                    length.getAsLong() + " bytes; at most " + limitBytes + " are taken at once");
        }
        return length.getAsLong();
    }

    /** The whole body. Valid until the endpoint returns. */
    public ByteBuffer body() throws IOException {
        int length = contentLength();
        body = memory.take(peer, length);
        InputStream in = bodyStream();
        byte[] piece = new byte[Math.min(PIECE_BYTES, Math.max(1, length))];
        while (body.hasRemaining()) {
            body.put(piece, 0, in.read(piece, 0, Math.min(piece.length, body.remaining())));
        }
        return body.flip();
    }

    /** The body as it comes, at most as long as declared. */
    public InputStream bodyStream() {
        return bodyStream(Transfer.BODY_LIMIT_BYTES);
    }

    /** The body as it comes, within a limit of the route's own. */
    public InputStream bodyStream(long limitBytes) {
        long length = contentLength(limitBytes);
        return length == 0
                ? InputStream.nullInputStream()
                : new WholeBody(request.content().inputStream(), length, watch::works);
    }

    /** A body that is a record. */
    public <T> T json(Class<T> type) throws IOException {
        contentLength();
        return json(shortBody(), type);
    }

    /** The whole body of a request that says little, as often as it is asked for; nothing when there is none. */
    public byte[] shortBody() throws IOException {
        if (shortBody == null) {
            boolean any = header("Content-Length").isPresent() || header("Transfer-Encoding").isPresent();
            int length = any ? contentLength() : 0;
            if (length > JSON_LIMIT_BYTES) {
                throw new ProblemException(ProblemCode.TOO_LARGE,
                        length + " bytes; at most " + JSON_LIMIT_BYTES + " are taken here");
            }
            shortBody = any ? bodyStream().readNBytes(length) : new byte[0];
        }
        return shortBody;
    }

    /** A long body that is a record; there is a limit to all of them that are being received. */
    public <T> T longJson(Class<T> type) throws IOException {
        ByteBuffer whole = body();
        byte[] bytes = new byte[whole.remaining()];
        whole.get(bytes);
        return json(bytes, type);
    }

    private static <T> T json(byte[] bytes, Class<T> type) {
        try {
            return Json.read(bytes, type);
        } catch (IOException e) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "the body is no " + type.getSimpleName() + ": "
                    + firstLine(e.getMessage()));
        }
    }

    private static String firstLine(String message) {
        return message == null ? "" : message.lines().findFirst().orElse("");
    }

    public void answerHeader(String name, String value) {
        response.header(HeaderNames.create(name), value);
    }

    /** Answers with a record. */
    public void answer(Object record) throws IOException {
        answer(200, Transfer.JSON, Json.write(record));
    }

    public void answerNothing() {
        answered = true;
        watch.transfers(0);
        response.status(204).send();
    }

    public void answer(int status, String contentType, byte[] bytes) throws IOException {
        try (OutputStream out = answerStream(status, contentType, bytes.length)) {
            for (int at = 0; at < bytes.length; at += PIECE_BYTES) {
                out.write(bytes, at, Math.min(PIECE_BYTES, bytes.length - at));
            }
        }
    }

    /** Answers with a body of this length that is written by and by. */
    public OutputStream answerStream(int status, String contentType, long length) {
        answered = true;
        watch.transfers(length);
        response.status(status);
        response.header(HeaderNames.CONTENT_TYPE, contentType);
        response.contentLength(length);
        return new AnswerBody(response.outputStream());
    }

    /** Answers with events, as long as both sides want. Whoever does not take them in time is cut off. */
    public EventAnswer answerEvents() {
        answered = true;
        watch.streams();
        response.status(200);
        response.header(HeaderNames.CONTENT_TYPE, "text/event-stream");
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        return new EventAnswer(new AnswerBody(response.outputStream()), watch);
    }

    void answer(Problem problem) throws IOException {
        if (problem.retryAfterSeconds() != null) {
            response.header(HeaderNames.RETRY_AFTER, problem.retryAfterSeconds().toString());
        }
        ProblemWords.Worded worded = words.of(problem, header("Accept-Language"));
        worded.language().ifPresent(language -> response.header(HeaderNames.CONTENT_LANGUAGE, language));
        answer(problem.status(), Problem.MEDIA_TYPE, Json.write(worded.problem()));
    }

    boolean answered() {
        return answered;
    }

    void release() {
        if (body != null) {
            memory.giveBack(peer, body);
            body = null;
        }
    }
}

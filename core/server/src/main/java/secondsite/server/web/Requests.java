package secondsite.server.web;

import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.security.cert.Certificate;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.api.Problem;
import secondsite.api.ProblemCode;
import secondsite.api.client.TransferException;
import secondsite.api.transfer.Transfer;
import secondsite.engine.file.NoSpaceException;

/** Serves single requests: who it is, how long it may take, and what becomes of what an endpoint throws. */
final class Requests {

    private static final int SPACE_RETRY_SECONDS = 10;
    private static final Logger LOG = LoggerFactory.getLogger(Requests.class);

    private final PeerCheck peers;
    private final BodyMemory memory;
    private final Crowd crowd = new Crowd();
    private final ConnectionWatch watch;
    private final ProblemWords words;

    Requests(PeerCheck peers, BodyMemory memory, ConnectionWatch watch, ProblemWords words) {
        this.peers = peers;
        this.memory = memory;
        this.watch = watch;
        this.words = words;
    }

    /**
     * How an endpoint answers.
     *
     * @param byAnyone       also those who show no certificate
     * @param bodyLimitBytes the longest body that it takes
     */
    record Terms(boolean byAnyone, long bodyLimitBytes) {}

    void serve(ServerRequest request, ServerResponse response, Terms terms, Endpoint endpoint) {
        // An interrupt meant for an idle connection must not hit a file that the endpoint writes.
        Thread.interrupted();
        long length = request.headers().contentLength().orElse(0);
        if (length > 0) {
            watch.transfers(Math.min(length, terms.bodyLimitBytes()));
        } else {
            watch.works();
        }
        if (length > Transfer.BODY_LIMIT_BYTES || request.headers().contains(HeaderValues.TRANSFER_ENCODING_CHUNKED)) {
            // What is not read of so much is not waited for.
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        try {
            answer(request, response, terms, length > terms.bodyLimitBytes() ? tooLarge(terms) : endpoint);
        } catch (IOException e) {
            LOG.debug("a request broke off: {}", e.toString());
            throw new CloseConnectionException("nobody is there to answer", e);
        } finally {
            watch.waits(request.remotePeer().tlsCertificates().isPresent());
        }
    }

    private static Endpoint tooLarge(Terms terms) {
        return _ -> {
            throw new ProblemException(ProblemCode.TOO_LARGE,
                    "at most " + terms.bodyLimitBytes() + " bytes are taken at once");
        };
    }

    private void answer(ServerRequest request, ServerResponse response, Terms terms, Endpoint endpoint)
            throws IOException {
        try {
            Peer peer = peer(request, terms.byAnyone());
            try (var _ = crowd.enter(peer)) {
                answer(new Exchange(request, response, peer, memory, watch, () -> peer(request, terms.byAnyone()),
                        words),
                        endpoint);
            }
        } catch (ProblemException e) {
            new Exchange(request, response, null, memory, watch, () -> {
            }, words).answer(e.problem());
        }
    }

    private Peer peer(ServerRequest request, boolean byAnyone) {
        Optional<Certificate[]> certificates = request.remotePeer().tlsCertificates();
        return byAnyone && certificates.isEmpty()
                ? new Peer(Peer.Kind.STRANGER, request.remotePeer().host())
                : peers.peer(certificates);
    }

    private static void answer(Exchange exchange, Endpoint endpoint) throws IOException {
        try {
            endpoint.answer(exchange);
        } catch (PeerGoneException e) {
            throw e;
        } catch (Exception e) {
            if (exchange.answered()) {
                // The peer has the status already; a cut connection is the only way to tell it.
                throw new IOException("an answer broke off", e);
            }
            exchange.answer(problem(exchange, e));
        } finally {
            exchange.release();
        }
    }

    private static Problem problem(Exchange exchange, Exception e) {
        return switch (e) {
            case ProblemException problem -> problem.problem();
            case TransferException next -> next.problem()
                    .orElseGet(() -> Problem.of(ProblemCode.UNREACHABLE, String.valueOf(next.getMessage())));
            case NoSpaceException space -> Problem.of(ProblemCode.OUT_OF_SPACE, space.getMessage())
                    .retryAfter(SPACE_RETRY_SECONDS);
            case InterruptedException _ -> Problem.of(ProblemCode.UNAVAILABLE, "the server is stopping").retryAfter(1);
            default -> unexpected(exchange, e);
        };
    }

    private static Problem unexpected(Exchange exchange, Exception e) {
        LOG.warn("{} asked for {}: {}", exchange.peer(), exchange.pathAndQuery(), e.toString(), e);
        return Problem.of(ProblemCode.INTERNAL,
                e instanceof IOException ? String.valueOf(e.getMessage()) : "see the server's log");
    }
}

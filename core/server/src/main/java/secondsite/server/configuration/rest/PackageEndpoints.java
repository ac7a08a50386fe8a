package secondsite.server.configuration.rest;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import secondsite.api.ProblemCode;
import secondsite.api.installation.AgentPackage;
import secondsite.api.installation.PackageList;
import secondsite.api.installation.PullRequest;
import secondsite.api.security.Role;
import secondsite.server.configuration.installation.AgentPackages;
import secondsite.server.configuration.installation.Pulls;
import secondsite.server.configuration.security.Joining;
import secondsite.server.web.Exchange;
import secondsite.server.web.Peer;
import secondsite.server.web.ProblemException;
import secondsite.server.web.Routes;

/** The agent's packages, for process servers that bring them to machines, and for machines that fetch their own. */
@Singleton
public final class PackageEndpoints implements Endpoints {

    private static final String BYTES = "application/octet-stream";
    private static final String TOKEN = "Token ";
    private static final int PIECE = 64 << 10;

    private final AgentPackages packages;
    private final Pulls pulls;
    private final Joining joining;
    private final Access access;

    @Inject
    public PackageEndpoints(AgentPackages packages, Pulls pulls, Joining joining, Access access) {
        this.packages = packages;
        this.pulls = pulls;
        this.joining = joining;
        this.access = access;
    }

    @Override
    public Routes addTo(Routes routes) {
        return routes.byAnyone(open -> open.get("/v1/packages", this::list)
                .get("/v1/packages/{file}", this::give)
                .get("/v1/pull", this::program)
                .post("/v1/pull", this::line));
    }

    private void list(Exchange exchange) throws IOException {
        if (exchange.peer().kind() != Peer.Kind.PROCESS_SERVER) {
            access.require(Role.VIEWER, exchange);
        }
        exchange.answer(new PackageList(packages.all()));
    }

    private void give(Exchange exchange) throws IOException {
        checkTaker(exchange);
        AgentPackage one = packages.named(exchange.parameter("file"))
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, "there is no such package"));
        try (InputStream in = packages.open(one);
                OutputStream out = exchange.answerStream(200, BYTES, one.bytes())) {
            byte[] piece = new byte[PIECE];
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                out.write(piece, 0, count);
            }
        }
    }

    private void checkTaker(Exchange exchange) {
        if (exchange.peer().kind() == Peer.Kind.PROCESS_SERVER) {
            return;
        }
        Optional<String> token = exchange.header("Authorization").filter(value -> value.startsWith(TOKEN))
                .map(value -> value.substring(TOKEN.length()));
        if (token.isPresent()) {
            joining.check(token.get(), Peer.Kind.AGENT, exchange.address());
        } else {
            access.require(Role.OPERATOR, exchange);
        }
    }

    private void program(Exchange exchange) throws IOException {
        exchange.answer(200, "text/plain; charset=utf-8", pulls.program().getBytes(StandardCharsets.UTF_8));
    }

    private void line(Exchange exchange) throws IOException {
        String who = access.require(Role.ADMIN, exchange);
        exchange.answer(pulls.line(exchange.json(PullRequest.class), who));
    }
}

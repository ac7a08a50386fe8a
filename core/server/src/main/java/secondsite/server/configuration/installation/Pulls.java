package secondsite.server.configuration.installation;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import secondsite.api.ProblemCode;
import secondsite.api.client.Pem;
import secondsite.api.installation.AgentPackage;
import secondsite.api.installation.PullLine;
import secondsite.api.installation.PullRequest;
import secondsite.api.security.TokenRequest;
import secondsite.server.configuration.security.Joining;
import secondsite.server.web.Peer;
import secondsite.server.web.ProblemException;

/**
 * How a machine fetches its agent itself, where nobody reaches it by SSH: by one line that somebody runs there. It knows this server by its
 * key, and what it fetches by checksums that come over that line.
 */
@Singleton
public final class Pulls {

    private static final int TOKEN_MINUTES = 30;
    private static final String PROGRAM = "/push/pull.sh";

    private final Joining joining;
    private final AgentPackages packages;
    private final OwnAddress own;
    private final X509Certificate authority;

    @Inject
    Pulls(Joining joining, AgentPackages packages, OwnAddress own, X509Certificate authority) {
        this.joining = joining;
        this.packages = packages;
        this.own = own;
        this.authority = authority;
    }

    /** The token stands before the command, so that no list of processes has it. */
    public PullLine line(PullRequest request, String who) {
        if (packages.all().isEmpty()) {
            throw new ProblemException(ProblemCode.CONFLICT,
                    "there is no package of the agent in " + packages.place() + "; put one there first");
        }
        Joining.NewToken token = joining.token(new TokenRequest(Peer.Kind.AGENT.word(), request.name(), TOKEN_MINUTES),
                who);
        String name = request.name() == null ? "" : "SECONDSITE_NAME=" + request.name() + " ";
        return new PullLine("curl -fsS --insecure --pinnedpubkey 'sha256//" + pin() + "' " + own.address()
                + "/v1/pull | " + name + "SECONDSITE_TOKEN=" + token.text() + " sh", token.ends());
    }

    /** Of this server's key, as curl has it. */
    private String pin() {
        try {
            return Base64.getEncoder().encodeToString(
                    MessageDigest.getInstance("SHA-256").digest(own.key().getEncoded()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the line runs. It is told the newest package of each kind and processor. */
    public String program() {
        List<AgentPackage> newest = packages.all().stream()
                .filter(each -> packages.fitting(each.kind(), each.architecture(), null).equals(
                        Optional.of(each)))
                .toList();
        String told = newest.stream().map(each -> each.kind() + " " + each.architecture() + " " + each.sha256() + " "
                + each.file()).collect(Collectors.joining("\n"));
        return text().replace("@server@", own.address().toString()).replace("@authority@", own.fingerprint())
                .replace("@certificate@", Pem.of(authority).strip()).replace("@packages@", told);
    }

    private static String text() {
        try (InputStream in = Pulls.class.getResourceAsStream(PROGRAM)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(PROGRAM + " cannot be read", e);
        }
    }
}

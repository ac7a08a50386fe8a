package secondsite.server.configuration.security;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import secondsite.api.ProblemCode;
import secondsite.api.security.JoinRequest;
import secondsite.server.web.Peer;
import secondsite.server.web.ProblemException;

/** Checks the fields of a request to join; what is wrong is said with the name of the field. */
final class JoinChecks {

    /** A longer passphrase or token is none. */
    static final int SECRET_LIMIT = 200;

    private static final Set<Peer.Kind> KINDS = EnumSet.of(Peer.Kind.AGENT, Peer.Kind.PROCESS_SERVER,
            Peer.Kind.MASTER_TARGET);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,252}|[0-9a-fA-F:.]{2,45}");
    private static final int MOST_HOSTS = 20;

    private JoinChecks() {}

    static Peer peer(JoinRequest request) {
        if ((request.passphrase() == null) == (request.token() == null)) {
            throw wrong("either 'passphrase' or 'token' is needed");
        }
        return new Peer(kind(request.kind()), name(request.name()));
    }

    static Peer.Kind kind(String word) {
        return Arrays.stream(Peer.Kind.values()).filter(kind -> KINDS.contains(kind) && kind.word().equals(word))
                .findFirst().orElseThrow(() -> wrong("'kind' is " + quoted(word) + "; possible are "
                        + KINDS.stream().map(Peer.Kind::word).collect(Collectors.joining(", "))));
    }

    static String name(String name) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw wrong("'name' is " + quoted(name)
                    + "; possible are letters, digits, '.', '_' and '-', at most 63, the first a letter or digit");
        }
        return name;
    }

    static List<String> hosts(Peer peer, List<String> hosts) {
        List<String> given = hosts == null ? List.of() : hosts;
        if (peer.kind() == Peer.Kind.AGENT && !given.isEmpty()) {
            throw wrong("'hosts' must be empty: nobody calls an agent");
        }
        if (peer.kind() != Peer.Kind.AGENT && (given.isEmpty() || given.size() > MOST_HOSTS)) {
            throw wrong("'hosts' has " + given.size() + " entries; 1 to " + MOST_HOSTS + " are needed");
        }
        for (String host : given) {
            if (host == null || !HOST.matcher(host).matches()) {
                throw wrong("'hosts' holds " + quoted(host) + ", which is no name or address of a machine");
            }
        }
        return List.copyOf(given);
    }

    private static String quoted(String value) {
        return value == null ? "missing" : "'" + (value.length() > 80 ? value.substring(0, 80) + "..." : value) + "'";
    }

    private static ProblemException wrong(String what) {
        return new ProblemException(ProblemCode.BAD_REQUEST, what);
    }
}

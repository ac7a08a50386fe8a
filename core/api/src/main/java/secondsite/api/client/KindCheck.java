package secondsite.api.client;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocket;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Lets a request go to the kind of server that it is for, and to no other. The servers of a deployment choose the host names in their
 * certificates themselves, so that a process server could otherwise stand at the place of the configuration server, learn passwords, and
 * tell agents what to do. Asked before the first byte of each request is sent.
 */
final class KindCheck implements Interceptor {

    /** Which servers a request is for. */
    record Wanted(Set<ServerKind> kinds) {

        Wanted {
            kinds = Set.copyOf(kinds);
        }

        @Override
        public String toString() {
            return kinds.stream().sorted().map(ServerKind::word).collect(Collectors.joining(" or "));
        }
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Wanted wanted = chain.request().tag(Wanted.class);
        Optional<ServerKind> kind = kind(chain.connection());
        if (wanted == null || kind.filter(wanted.kinds()::contains).isEmpty()) {
            throw new ProtocolException("it should be a " + wanted + ", and has the certificate of "
                    + kind.map(each -> "a " + each.word()).orElse("no server"));
        }
        return chain.proceed(chain.request());
    }

    private static Optional<ServerKind> kind(Connection connection) throws IOException {
        return connection != null && connection.socket() instanceof SSLSocket socket
                ? ServerKind.of(socket.getSession().getPeerCertificates()[0])
                : Optional.empty();
    }
}

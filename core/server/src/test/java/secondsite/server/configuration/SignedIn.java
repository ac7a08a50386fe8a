package secondsite.server.configuration;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** A person with a tool of his own: the JDK's client, which knows nothing of ours and trusts the server. */
final class SignedIn implements AutoCloseable {

    private final URI server;
    private final HttpClient client;
    private final String token;

    SignedIn(URI server, String name, String password) throws Exception {
        this.server = server;
        this.client = HttpClient.newBuilder().sslContext(trusting()).build();
        HttpResponse<String> answer = send(HttpRequest.newBuilder(server.resolve("/v1/sessions"))
                .POST(HttpRequest.BodyPublishers
                        .ofByteArray(new ObjectMapper().writeValueAsBytes(Map.of("name", name, "password", password))))
                .build());
        token = new ObjectMapper().readTree(answer.body()).get("token").asText();
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET().build());
    }

    /** @param key for repeating; empty for none */
    HttpResponse<String> post(String path, Optional<String> key, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path).POST(HttpRequest.BodyPublishers.ofString(body));
        key.ifPresent(text -> request.header("Idempotency-Key", text));
        return send(request.build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve(path)).header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static SSLContext trusting() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(null, new TrustManager[]{new Trusting()}, null);
        return context;
    }

    /** Who the server is is not what is tested here. */
    private static final class Trusting extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    @Override
    public void close() {
        client.close();
    }
}

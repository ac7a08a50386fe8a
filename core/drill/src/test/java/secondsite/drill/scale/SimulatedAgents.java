package secondsite.drill.scale;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import secondsite.api.Json;
import secondsite.api.client.Connection;
import secondsite.api.client.ReportClient;
import secondsite.api.client.TlsIdentity;
import secondsite.server.web.Peer;

/**
 * The program that plays many agents and some servers, each with its own certificate and its own connection. It ends with its input; told to
 * {@value #BEGIN} it forgets what was seen, and told {@value #FIGURES} it prints {@link Figures} as a line of JSON.
 */
final class SimulatedAgents {

    static final String BEGIN = "begin";
    static final String FIGURES = "figures";

    /** So many reports of all agents are under way at once at most: a crowd for the server, and what one machine can play. */
    private static final Semaphore TURNS = new Semaphore(1000);

    private SimulatedAgents() {}

    /** @param arguments the server's address, the folder with certificates and key, and in how many milliseconds all agents have started */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[1]);
        TlsIdentity shared = TlsIdentity.fromPem(folder.resolve(Population.AUTHORITY), folder.resolve(Population.KEY),
                folder.resolve(Population.AUTHORITY));
        var server = URI.create(arguments[0]);
        long within = Long.parseLong(arguments[2]);
        List<X509Certificate> certificates = certificates(folder.resolve(Population.AGENTS));
        var observations = new Observations(certificates.size());
        for (int i = 0; i < certificates.size(); i++) {
            start(i, within, server, with(shared, certificates.get(i)), observations);
        }
        for (X509Certificate certificate : certificates(folder.resolve(Population.SERVERS))) {
            var line = new Connection(server, with(shared, certificate), Connection.Patience.DEFAULTS);
            Thread.ofVirtual().start(
                    new SimulatedServer(Peer.of(certificate).orElseThrow().kind(), new ReportClient(line)));
        }
        obey(observations);
    }

    private static TlsIdentity with(TlsIdentity shared, X509Certificate certificate) {
        return new TlsIdentity(shared.key(), List.of(certificate), shared.authorities());
    }

    /** More than the API's files may hold. */
    private static List<X509Certificate> certificates(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast).toList();
        } catch (CertificateException e) {
            throw new IOException(file + " holds no certificates", e);
        }
    }

    private static void start(int number, long within, URI server, TlsIdentity identity, Observations observations) {
        Thread.ofVirtual().start(() -> {
            if (SimulatedAgent.slept(ThreadLocalRandom.current().nextLong(within + 1))) {
                var connection = new Connection(server, identity, Connection.Patience.DEFAULTS);
                new SimulatedAgent(number, new ReportClient(connection), TURNS, observations).run();
            }
        });
    }

    private static void obey(Observations observations) throws IOException {
        var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            if (command.equals(BEGIN)) {
                observations.begin();
            } else {
                System.out.println(new String(Json.write(observations.figures()), StandardCharsets.UTF_8));
            }
        }
    }
}

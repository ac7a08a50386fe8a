package secondsite.drill.scale;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import secondsite.api.Json;
import secondsite.api.client.PrivateFiles;
import secondsite.api.client.TlsIdentity;
import secondsite.drill.tools.CleanUp;
import secondsite.drill.tools.Shell;
import secondsite.server.configuration.security.Authority;
import secondsite.server.web.Peer;

/** Simulated agents and servers in a process of their own. They share one key: it is the name in its certificate that makes an agent. */
final class Population {

    static final String AGENTS = "agents.pem";
    static final String SERVERS = "servers.pem";
    static final String KEY = "key.pem";
    static final String AUTHORITY = "authority.pem";

    static final String PROCESS_SERVER = "gateway-";
    static final String MASTER_TARGET = "keeper-";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration VALID = Duration.ofDays(30);

    private final Process process;

    /**
     * Starts them.
     *
     * @param servers     so many process servers and so many master targets
     * @param authority   of the deployment, with its key
     * @param folder      for their certificates
     * @param startWithin how long the last one waits with its first report
     */
    Population(int agents, int servers, URI server, TlsIdentity authority, Path folder, Duration startWithin,
            CleanUp cleanUp)
            throws IOException {
        certify(agents, servers, Authority.of(new Authority.Issued(authority.key(), authority.certificate()), RANDOM),
                folder);
        process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx3g",
                "-cp", System.getProperty("java.class.path"), SimulatedAgents.class.getName(), server.toString(),
                folder.toString(), Long.toString(startWithin.toMillis()))
                .redirectError(folder.resolve("agents.log").toFile()).start();
        cleanUp.later(process::destroyForcibly);
    }

    private static void certify(int agents, int servers, Authority authority, Path folder) throws IOException {
        Authority.Issued first = authority.issue(agent(0), List.of(), Instant.now(), VALID);
        PublicKey key = first.certificate().getPublicKey();
        List<X509Certificate> ofAgents = IntStream.range(0, agents)
                .mapToObj(i -> certified(agent(i), List.of(), key, authority)).toList();
        List<X509Certificate> ofServers = IntStream.range(0, servers)
                .mapToObj(i -> Stream.of(new Peer(Peer.Kind.PROCESS_SERVER, PROCESS_SERVER + i),
                        new Peer(Peer.Kind.MASTER_TARGET, MASTER_TARGET + i)))
                .flatMap(both -> both).map(peer -> certified(peer, List.of("localhost"), key, authority)).toList();
        Files.createDirectories(folder);
        PrivateFiles.key(folder.resolve(KEY), first.key());
        PrivateFiles.certificates(folder.resolve(AGENTS), ofAgents);
        PrivateFiles.certificates(folder.resolve(SERVERS), ofServers);
        PrivateFiles.certificates(folder.resolve(AUTHORITY), List.of(authority.own().certificate()));
    }

    private static X509Certificate certified(Peer peer, List<String> hosts, PublicKey key, Authority authority) {
        return authority.certify(peer, key, hosts, Instant.now(), VALID);
    }

    private static Peer agent(int number) {
        return new Peer(Peer.Kind.AGENT, "machine-%05d".formatted(number));
    }

    /** Forgets what was seen until now. */
    void begin() throws IOException {
        say(SimulatedAgents.BEGIN);
    }

    /** What was seen since. */
    Figures figures() throws IOException {
        say(SimulatedAgents.FIGURES);
        String line = process.inputReader(StandardCharsets.UTF_8).readLine();
        if (line == null) {
            throw new IOException("the simulated agents have ended");
        }
        return Json.read(line.getBytes(StandardCharsets.UTF_8), Figures.class);
    }

    /** Nobody does anything until {@link #goOn}; who waits meanwhile comes at once then. */
    void pause() {
        signal("STOP");
    }

    void goOn() {
        signal("CONT");
    }

    private void signal(String name) {
        Shell.run(List.of("kill", "-" + name, Long.toString(process.pid())));
    }

    private void say(String command) throws IOException {
        process.outputWriter(StandardCharsets.UTF_8).write(command + "\n");
        process.outputWriter(StandardCharsets.UTF_8).flush();
    }
}

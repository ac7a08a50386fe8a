package secondsite.api.client;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import secondsite.api.security.JoinRequest;
import secondsite.api.security.Joined;

/**
 * Lets a program join a deployment, and keeps what it is then in a folder: {@code key.pem}, {@code certificate.pem} and
 * {@code authority.pem}. The key is durable before it is asked for a certificate; one that broke off goes on with the same key.
 */
public final class Enrolment {

    /**
     * By which a program may join: one of both.
     *
     * @param passphrase null when there is a token
     * @param token      null when there is a passphrase
     */
    public record Permission(String passphrase, String token) {

        /** Tells nothing. */
        @Override
        public String toString() {
            return "Permission[]";
        }
    }

    private final Path folder;
    private final InstantSource clock;
    private final SecureRandom random;

    /** @param folder made when it is missing; must hold no certificate yet, or one that has ended */
    public Enrolment(Path folder, InstantSource clock, SecureRandom random) {
        this.folder = folder;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Joins.
     *
     * @param kind  agent, process-server or master-target
     * @param hosts names and addresses under which others reach a server; none for an agent
     * @throws IOException with the server's reason when it refuses, or when a file is there or cannot be written
     */
    public void join(URI server, Fingerprint authority, String kind, String name, List<String> hosts,
            Permission permission) throws IOException {
        PrivateFiles.folder(folder.toAbsolutePath().normalize());
        Path certificate = folder.resolve("certificate.pem");
        if (Files.exists(certificate)) {
            putAway(certificate);
        }
        String request = request(name);
        try (var client = new JoinClient(server, authority)) {
            Joined joined = client.join(new JoinRequest(kind, name, request, hosts, permission.passphrase(),
                    permission.token()));
            Files.deleteIfExists(folder.resolve("authority.pem"));
            PrivateFiles.text(folder.resolve("authority.pem"), joined.authority());
            PrivateFiles.text(certificate, joined.certificate());
        }
        Files.delete(folder.resolve("request.pem"));
    }

    /** A certificate that has ended is of no use, and its key neither. */
    private void putAway(Path certificate) throws IOException {
        IdentityFiles.in(folder).settle();
        Instant end = PemFile.certificates(certificate).getFirst().getNotAfter().toInstant();
        if (!clock.instant().isAfter(end)) {
            throw new IOException(certificate + " exists: this folder belongs to a deployment already");
        }
        // The key first: a certificate without one is still seen to have ended.
        if (Files.exists(folder.resolve("key.pem"))) {
            PrivateFiles.rename(folder.resolve("key.pem"), folder.resolve("key.ended.pem"));
        }
        PrivateFiles.rename(certificate, folder.resolve("certificate.ended.pem"));
    }

    private String request(String name) throws IOException {
        Path kept = folder.resolve("request.pem");
        Path key = folder.resolve("key.pem");
        if (Files.exists(key)) {
            if (!Files.exists(kept)) {
                throw new IOException(
                        key + " exists and is not of an attempt to join; move it, or choose another folder");
            }
            return Files.readString(kept);
        }
        CertificateRequest made = CertificateRequest.create(name, random);
        Files.deleteIfExists(kept);
        // In this order: a key without a request is somebody else's.
        PrivateFiles.text(kept, made.pem());
        PrivateFiles.key(key, made.key());
        return made.pem();
    }
}

package secondsite.server.configuration;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import secondsite.api.client.CertificateRequest;
import secondsite.api.client.IdentityFiles;
import secondsite.server.configuration.security.Authority.Issued;
import secondsite.server.configuration.security.Joining;
import secondsite.server.web.Peer;

/**
 * Makes the other roles of the same program members of the deployment: they need no passphrase, and are noted as those that join. From then
 * on they are members like any other, and renew their certificates.
 */
@Singleton
final class OwnPrograms {

    private final Joining joining;
    private final X509Certificate authority;
    private final InstantSource clock;
    private final SecureRandom random;

    @Inject
    OwnPrograms(Joining joining, X509Certificate authority, InstantSource clock, SecureRandom random) {
        this.joining = joining;
        this.authority = authority;
        this.clock = clock;
        this.random = random;
    }

    /**
     * The identity of one of them. One that is there stays, unless it has ended, is of another deployment or lacks a host.
     *
     * @param hosts names and addresses under which others reach it
     */
    IdentityFiles enrol(Peer peer, List<String> hosts, Path folder) throws IOException {
        IdentityFiles files = IdentityFiles.in(folder);
        if (!Files.exists(folder) || !good(files.read().certificate(), peer, hosts)) {
            CertificateRequest request = CertificateRequest.create(peer.id(), random);
            X509Certificate certificate = joining.enrol(peer, request.pem(), hosts);
            IssuedFolder.write(folder, new Issued(request.key(), certificate), authority);
        }
        return files;
    }

    private boolean good(X509Certificate certificate, Peer peer, List<String> hosts) {
        try {
            certificate.verify(authority.getPublicKey());
        } catch (GeneralSecurityException _) {
            return false;
        }
        return clock.instant().isBefore(certificate.getNotAfter().toInstant())
                && Peer.of(certificate).equals(Optional.of(peer))
                && hosts.stream().allMatch(host -> names(certificate, host));
    }

    private static boolean names(X509Certificate certificate, String host) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names != null && names.stream().anyMatch(name -> same((String) name.get(1), host));
        } catch (CertificateParsingException _) {
            return false;
        }
    }

    /** An IPv6 address can be written in several ways. */
    private static boolean same(String name, String host) {
        if (name.indexOf(':') < 0 || host.indexOf(':') < 0) {
            return name.equalsIgnoreCase(host);
        }
        try {
            return InetAddress.getByName(name).equals(InetAddress.getByName(host));
        } catch (UnknownHostException _) {
            return false;
        }
    }
}

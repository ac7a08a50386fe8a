package secondsite.server.configuration.backup;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import secondsite.api.Json;
import secondsite.api.client.Fingerprint;
import secondsite.api.client.PrivateFiles;
import secondsite.server.configuration.security.RecoveryKey;
import secondsite.server.configuration.security.RecoveryPassphrase;
import secondsite.server.configuration.security.Secrets;
import secondsite.server.configuration.store.Database;
import secondsite.server.settings.ConfigurationServerSettings;

/** Packs all that a configuration server needs to go on into one sealed file: the database as it is at one moment, and its keys. */
@Singleton
public final class BackupFile {

    private static final int SALT_BYTES = 32;

    private final ConfigurationServerSettings settings;
    private final Database database;
    private final Secrets secrets;
    private final RecoveryPassphrase passphrase;
    private final X509Certificate authority;
    private final InstantSource clock;
    private final SecureRandom random;

    @Inject
    public BackupFile(ConfigurationServerSettings settings, Database database, Secrets secrets,
            RecoveryPassphrase passphrase, X509Certificate authority, InstantSource clock, SecureRandom random) {
        this.settings = settings;
        this.database = database;
        this.secrets = secrets;
        this.passphrase = passphrase;
        this.authority = authority;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Writes a backup into a new file.
     *
     * @return when what is in it was so
     * @throws IOException when something cannot be read or written; what is there of the file is nothing then
     */
    Instant write(Path file) throws IOException {
        RecoveryKey key = passphrase.key();
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        PrivateFiles.text(file, "");
        Path copy = file.resolveSibling(file.getFileName() + ".database");
        PrivateFiles.delete(copy);
        var header = BackupHeader.of(clock.instant(), Fingerprint.of(authority).text(), key, salt);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            byte[] bound = header.write(out);
            try (var zip = new ZipOutputStream(new SealedOutput(out, BackupHeader.content(key, salt), bound))) {
                secrets.whileKeyStays(() -> {
                    database.copyTo(copy);
                    copyFiles(zip);
                });
                Inside.add(zip, Inside.DATABASE, copy);
                zip.putNextEntry(new ZipEntry(Inside.SETTINGS));
                zip.write(settingsText().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        } finally {
            PrivateFiles.delete(copy);
        }
        return header.created();
    }

    private void copyFiles(ZipOutputStream zip) throws IOException {
        Path directory = settings.directory().toAbsolutePath().normalize();
        for (String name : Inside.COPIED) {
            if (Files.exists(directory.resolve(name)) || Inside.NEEDED.contains(name)) {
                Inside.add(zip, name, directory.resolve(name));
            }
        }
    }

    /** With which a server goes on where the backup was restored. Text in quotes as in JSON is YAML too. */
    private String settingsText() {
        return """
                # As it was when the backup was made; the paths are those of the folder into which it was restored.
                roles: [configuration-server]
                configurationServer:
                  directory: .
                  listen:
                    host: %s
                    port: %d
                    connections: %d
                    bodies: %s
                  hosts: %s
                  certificates: %s
                """.formatted(json(settings.listen().host()), settings.listen().port(),
                settings.listen().connections(), settings.listen().bodies(), json(settings.hosts()),
                settings.certificates());
    }

    private static String json(Object value) {
        return new String(Json.write(value), StandardCharsets.UTF_8);
    }
}

package secondsite.server.configuration.backup;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import secondsite.api.client.Fingerprint;
import secondsite.api.client.PrivateFiles;
import secondsite.api.client.TlsIdentity;
import secondsite.server.configuration.security.SecretKeys;
import secondsite.server.configuration.store.Database;

/** Brings a configuration server's folder back from a backup: all of it, checked, or nothing. */
public final class Restore {

    private static final String SUFFIX = ".restoring";

    private Restore() {}

    /**
     * What was brought back.
     *
     * @param created   when it was so
     * @param authority of the deployment
     * @param settings  file with which a server goes on
     */
    public record Restored(Instant created, Fingerprint authority, Path settings) {}

    /**
     * Unpacks a backup.
     *
     * @param directory of the server; missing or empty
     * @throws IOException when the directory is not empty, the passphrase is wrong, the backup is damaged, or its database is from a newer
     *                     version; the directory is as before then
     */
    public static Restored from(Path backup, String passphrase, Path directory, SecureRandom random)
            throws IOException {
        Path to = directory.toAbsolutePath().normalize();
        refuseFull(to);
        Path unfinished = to.resolveSibling(to.getFileName() + SUFFIX);
        PrivateFiles.delete(unfinished);
        PrivateFiles.folder(unfinished);
        try {
            BackupHeader header = unpack(backup, passphrase, unfinished);
            check(unfinished, header, random);
            force(unfinished);
            Files.deleteIfExists(to);
            PrivateFiles.rename(unfinished, to);
            return new Restored(header.created(), new Fingerprint(header.authority()), to.resolve(Inside.SETTINGS));
        } finally {
            PrivateFiles.delete(unfinished);
        }
    }

    /** @throws IOException when something is in the directory */
    public static void refuseFull(Path directory) throws IOException {
        if (Files.exists(directory)) {
            if (!Files.isDirectory(directory)) {
                throw new IOException(directory + " is no folder");
            }
            try (Stream<Path> inside = Files.list(directory)) {
                if (inside.findAny().isPresent()) {
                    throw new IOException(directory + " is not empty; name a new folder");
                }
            }
        }
    }

    private static BackupHeader unpack(Path backup, String passphrase, Path into) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(backup))) {
            BackupHeader.Found found = BackupHeader.read(in);
            var sealed = new SealedInput(in, found.header().key(passphrase), found.bound());
            unzip(new ZipInputStream(sealed), into);
            // A whole archive may stand before an end that was cut off.
            sealed.transferTo(OutputStream.nullOutputStream());
            return found.header();
        }
    }

    private static void unzip(ZipInputStream zip, Path into) throws IOException {
        Map<String, Long> limits = Inside.limits();
        Set<String> seen = new HashSet<>();
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            Long limit = limits.get(entry.getName());
            if (limit == null || !seen.add(entry.getName())) {
                throw new IOException("the backup holds a file that does not belong there; use a newer version");
            }
            Path file = into.resolve(entry.getName());
            PrivateFiles.folder(file.getParent());
            PrivateFiles.text(file, "");
            copy(zip, file, limit);
        }
        if (!seen.containsAll(Inside.NEEDED)) {
            throw new IOException("the backup does not hold all that a server needs; take another one");
        }
    }

    private static void copy(InputStream in, Path file, long limit) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                OutputStream out = Channels.newOutputStream(channel)) {
            byte[] piece = new byte[Pieces.BYTES];
            long left = limit;
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                left -= count;
                if (left < 0) {
                    throw new IOException("the backup is damaged: " + file.getFileName() + " is too large");
                }
                out.write(piece, 0, count);
            }
            channel.force(true);
        }
    }

    /** The names of files in folders inside; who renames the whole makes the rest durable. */
    private static void force(Path folder) throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            for (Path each : inside.filter(Files::isDirectory).toList()) {
                try (FileChannel channel = FileChannel.open(each)) {
                    channel.force(true);
                }
            }
        }
    }

    private static void check(Path folder, BackupHeader header, SecureRandom random) throws IOException {
        Database.check(folder.resolve(Inside.DATABASE));
        SecretKeys.open(folder.resolve(Inside.SECRETS), random);
        TlsIdentity authority = TlsIdentity.fromPem(folder.resolve(Inside.AUTHORITY),
                folder.resolve(Inside.AUTHORITY_KEY), folder.resolve(Inside.AUTHORITY));
        if (!Fingerprint.of(authority.certificate()).text().equals(header.authority()) || !fits(authority)) {
            throw new IOException("the backup's authority is not that of the deployment that it names");
        }
    }

    private static boolean fits(TlsIdentity authority) throws IOException {
        try {
            byte[] something = "key and certificate fit".getBytes(StandardCharsets.US_ASCII);
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(authority.key());
            signature.update(something);
            byte[] signed = signature.sign();
            signature.initVerify(authority.certificate().getPublicKey());
            signature.update(something);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            throw new IOException("the backup's authority cannot be used", e);
        }
    }
}

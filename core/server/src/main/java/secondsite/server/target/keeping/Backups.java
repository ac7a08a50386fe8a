package secondsite.server.target.keeping;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import secondsite.api.Problem;
import secondsite.api.ProblemCode;
import secondsite.api.point.Backup;
import secondsite.engine.file.Folder;
import secondsite.engine.file.StoredFile;
import secondsite.server.web.ProblemException;

/**
 * Backups of the configuration server's database, one file each. Its name, when it came and its checksum are the file's name, so that a
 * backup is there with all three or not at all. None is ever written over; beyond a number the oldest go. Safe for use by several threads.
 */
public final class Backups {

    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,60}");
    private static final Pattern SUM = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern FILE = Pattern.compile("([a-z0-9-]{1,60})\\.(\\d{1,15})\\.([0-9a-f]{64})");
    private static final String RECEIVING = "receiving.new";
    private static final int PIECE_BYTES = 256 << 10;
    private static final int RETRY_SECONDS = 5;

    private final Folder folder;
    private final int keep;
    private final InstantSource clock;
    private final ReentrantLock receiving = new ReentrantLock();

    /** A backup and its file's name. */
    private record Kept(Backup backup, String file) {}

    /** @param keep how many */
    public Backups(Folder folder, int keep, InstantSource clock) throws IOException {
        this.folder = folder;
        this.keep = keep;
        this.clock = clock;
        folder.delete(RECEIVING);
        folder.force();
    }

    /** Newest first. */
    public List<Backup> all() throws IOException {
        return kept().stream().map(Kept::backup).toList();
    }

    /** A backup's file, to be read and closed; what it is stands in {@link #find}. */
    public StoredFile open(Backup backup) throws IOException {
        return folder.openReadOnly(file(backup));
    }

    /** @throws ProblemException when there is none of this name */
    public Backup find(String name) throws IOException {
        checkName(name);
        return all().stream().filter(backup -> backup.name().equals(name)).findFirst()
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, "there is no backup " + name));
    }

    /**
     * Keeps what comes, durably. The same again changes nothing.
     *
     * @throws ProblemException when name or checksum are none, another backup has the name, or what came has another checksum; then nothing
     *     is kept of it
     */
    public Backup receive(String name, long bytes, String sha256, InputStream body) throws IOException {
        checkName(name);
        if (!SUM.matcher(sha256).matches()) {
            throw new ProblemException(ProblemCode.BAD_REQUEST,
                    "the checksum is no SHA-256: 64 digits of 0 to 9 and a to f");
        }
        if (!receiving.tryLock()) {
            throw new ProblemException(Problem.of(ProblemCode.BUSY, "another backup is being received")
                    .retryAfter(RETRY_SECONDS));
        }
        try {
            for (Kept there : kept()) {
                if (there.backup().name().equals(name)) {
                    return same(there.backup(), sha256, bytes);
                }
            }
            return store(new Backup(name, bytes, sha256, Instant.ofEpochMilli(clock.millis())), body);
        } finally {
            receiving.unlock();
        }
    }

    private static Backup same(Backup there, String sha256, long bytes) {
        if (!there.sha256().equals(sha256) || there.bytes() != bytes) {
            throw new ProblemException(ProblemCode.CONFLICT, "there is another backup " + there.name()
                    + " already, and none is written over; choose another name");
        }
        return there;
    }

    private Backup store(Backup backup, InputStream body) throws IOException {
        folder.delete(RECEIVING);
        try {
            String came = write(body, backup.bytes());
            if (!came.equals(backup.sha256())) {
                throw new ProblemException(ProblemCode.DAMAGED, "the backup has SHA-256 " + came + ", not "
                        + backup.sha256() + "; nothing is kept of it");
            }
            folder.rename(RECEIVING, file(backup));
            folder.force();
        } finally {
            folder.delete(RECEIVING);
        }
        for (Kept old : kept().stream().skip(keep).toList()) {
            folder.delete(old.file());
        }
        folder.force();
        return backup;
    }

    /** @return the checksum of what was written */
    private String write(InputStream body, long bytes) throws IOException {
        MessageDigest digest = sha256();
        byte[] piece = new byte[PIECE_BYTES];
        try (StoredFile file = folder.create(RECEIVING)) {
            long at = 0;
            while (at < bytes) {
                int count = body.read(piece, 0, (int) Math.min(piece.length, bytes - at));
                if (count < 0) {
                    throw new IOException("the backup ended after " + at + " of " + bytes + " bytes");
                }
                digest.update(piece, 0, count);
                file.write(ByteBuffer.wrap(piece, 0, count), at);
                at += count;
            }
            file.force();
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private List<Kept> kept() throws IOException {
        List<Kept> all = new ArrayList<>();
        for (String name : folder.names()) {
            Matcher parts = FILE.matcher(name);
            if (parts.matches()) {
                try (StoredFile file = folder.openReadOnly(name)) {
                    all.add(new Kept(new Backup(parts.group(1), file.size(), parts.group(3),
                            Instant.ofEpochMilli(Long.parseLong(parts.group(2)))), name));
                }
            }
        }
        all.sort(Comparator.comparing((Kept each) -> each.backup().received())
                .thenComparing(each -> each.backup().name()).reversed());
        return all;
    }

    private static String file(Backup backup) {
        return backup.name() + "." + backup.received().toEpochMilli() + "." + backup.sha256();
    }

    private static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new ProblemException(ProblemCode.BAD_REQUEST,
                    "a backup's name has 1 to 60 letters a to z, digits and hyphens");
        }
    }
}

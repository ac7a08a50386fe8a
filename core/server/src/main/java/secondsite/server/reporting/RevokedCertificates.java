package secondsite.server.reporting;

import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import secondsite.engine.file.Folder;

/**
 * The certificates that the configuration server has revoked, as it told last: kept, so that they stay refused after a restart without that
 * server. Safe for use by several threads.
 */
public final class RevokedCertificates implements Predicate<BigInteger> {

    private static final String NAME = "revoked";
    private static final String TITLE = "secondsite revoked certificates 1";
    private static final int RADIX = 16;
    private static final int LONGEST = 40;
    private static final int MOST = 100_000;

    private record Kept(List<String> serials) {}

    private final KeptRecord<Kept> file;
    private volatile Set<BigInteger> serials;

    /**
     * Those that were told last.
     *
     * @throws IOException when that cannot be read: it is not known then whom to refuse
     */
    public RevokedCertificates(Folder folder) throws IOException {
        file = new KeptRecord<>(folder, NAME, TITLE, Kept.class);
        serials = parsed(file.read().map(Kept::serials).orElse(List.of()));
    }

    /** Whether a certificate with this serial number was revoked. */
    @Override
    public boolean test(BigInteger serial) {
        return serials.contains(serial);
    }

    /**
     * From now on these are refused, and no others. Durable on return.
     *
     * @param told all that were revoked and have not ended, in hexadecimal; null when nothing was told, which changes nothing
     */
    public synchronized void replace(List<String> told) throws IOException {
        if (told == null) {
            return;
        }
        Set<BigInteger> next = parsed(told);
        if (!next.equals(serials)) {
            // First refused, then kept: a disk that is full is no reason to let somebody in.
            serials = next;
            file.write(new Kept(new TreeSet<>(next).stream().map(serial -> serial.toString(RADIX)).toList()));
        }
    }

    private static Set<BigInteger> parsed(List<String> told) {
        if (told.size() > MOST || told.stream().anyMatch(serial -> serial == null || serial.length() > LONGEST)) {
            throw new IllegalArgumentException("no list of revoked certificates: " + told.size() + " entries");
        }
        return told.stream().map(serial -> new BigInteger(serial, RADIX)).collect(Collectors.toUnmodifiableSet());
    }
}

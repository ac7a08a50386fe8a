package secondsite.api.point;

import java.util.UUID;
import secondsite.api.transfer.Transfer;

/** Paths of recovery points and what is made of them. */
public final class Points {

    public static final String EXPORTS = "/v1/exports";
    public static final String EXTRACTIONS = "/v1/extractions";

    public static final String DELETIONS = "/v1/deletions";
    public static final String CLOCK = "/v1/clock";
    public static final String CLOCK_CONFIRMATION = CLOCK + "/confirmation";
    public static final String BACKUPS = "/v1/backups";
    /** SHA-256 of a backup, in hexadecimal. */
    public static final String SHA_256 = "Secondsite-Sha256";
    /** Longest backup. */
    public static final long BACKUP_LIMIT_BYTES = 4L << 30;

    private Points() {}

    public static String of(UUID disk) {
        return Transfer.DISKS + "/" + disk + "/points";
    }

    public static String lookup(UUID disk) {
        return of(disk) + "/lookup";
    }

    public static String moments(UUID disk) {
        return Transfer.DISKS + "/" + disk + "/moments";
    }

    public static String exports(UUID disk) {
        return Transfer.DISKS + "/" + disk + "/exports";
    }

    public static String extractions(UUID disk) {
        return Transfer.DISKS + "/" + disk + "/extractions";
    }

    public static String pins(UUID disk) {
        return Transfer.DISKS + "/" + disk + "/pins";
    }

    public static String deletions(UUID disk) {
        return Transfer.DISKS + "/" + disk + "/deletions";
    }
}

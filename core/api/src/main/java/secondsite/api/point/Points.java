package secondsite.api.point;

import java.util.UUID;
import secondsite.api.transfer.Transfer;

/** Paths of recovery points and what is made of them. */
public final class Points {

    public static final String EXPORTS = "/v1/exports";
    public static final String EXTRACTIONS = "/v1/extractions";

    private Points() {}

    public static String of(UUID disk) {
        return Transfer.DISKS + "/" + disk + "/points";
    }

    public static String exports(UUID disk) {
        return Transfer.DISKS + "/" + disk + "/exports";
    }

    public static String extractions(UUID disk) {
        return Transfer.DISKS + "/" + disk + "/extractions";
    }
}

package secondsite.drill.demo;

import java.util.UUID;

/** Where recovery points are found. */
interface RecoveryPoints {

    /** @return the point of a disk with this label, as an export is asked for it: a sequence */
    String bookmark(UUID disk, String label);
}

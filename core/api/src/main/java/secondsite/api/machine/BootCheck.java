package secondsite.api.machine;

import com.fasterxml.jackson.annotation.JsonInclude;
import secondsite.api.activity.ErrorCode;

/**
 * Something on which it depends whether a copy of a machine's disks starts as a virtual machine, and what was found.
 *
 * @param problem what is wrong; its remedy is in the catalogue of errors. Null when nothing is
 * @param detail  the evidence, for people
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BootCheck(About about, ErrorCode problem, String detail) {

    /** What was looked at. */
    public enum About {
        /** Drivers of the copy's disks and cards, in the kernel and what it starts with. */
        DRIVERS,
        /** By which name the kernel looks for its root file system. */
        ROOT,
        /** By which names file systems are mounted. */
        FILE_SYSTEMS,
        /** What the firmware of the copy looks for. */
        BOOT_LOADER,
        /** Disks without which it does not start. */
        BOOT_DISKS,
        /** By which names the network is set up. */
        NETWORK
    }

    /** Nothing is wrong. */
    public static BootCheck good(About about, String detail) {
        return new BootCheck(about, null, detail);
    }

    public boolean holds() {
        return problem == null;
    }
}

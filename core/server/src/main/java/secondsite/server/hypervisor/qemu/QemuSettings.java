package secondsite.server.hypervisor.qemu;

import java.time.Duration;

/**
 * How QEMU is used.
 *
 * @param program a name that PATH finds, or a path
 * @param acceleration whether the processor's virtualization is used
 * @param launch so long a machine may take from its process to its first answer: that its disks open is a part of it
 * @param answer so long an answer may take
 * @param reconnect so long a machine waits for an export that went away; then it is paused
 */
public record QemuSettings(String program, Acceleration acceleration, Duration launch, Duration answer,
        Duration reconnect) {

    public static final QemuSettings DEFAULTS = new QemuSettings("qemu-system-x86_64", Acceleration.WHERE_POSSIBLE,
            Duration.ofSeconds(60), Duration.ofSeconds(30), Duration.ofSeconds(120));

    /** Whether the processor's virtualization is used. */
    public enum Acceleration {
        WHERE_POSSIBLE, NEVER
    }
}

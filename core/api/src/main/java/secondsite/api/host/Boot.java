package secondsite.api.host;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import java.nio.file.Path;

/** How a machine begins. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({@JsonSubTypes.Type(value = Boot.FromDisk.class, name = "disk"),
        @JsonSubTypes.Type(value = Boot.DirectKernel.class, name = "kernel")})
public sealed interface Boot {

    /** From its first disk. */
    record FromDisk(Firmware firmware) implements Boot {

        public FromDisk {
            Checks.present("firmware", firmware);
        }
    }

    /** A Linux kernel of the host, without a boot loader. */
    record DirectKernel(Path kernel, Path initrd, String commandLine) implements Boot {

        private static final int LONGEST_COMMAND_LINE = 2047;

        public DirectKernel {
            Checks.path("kernel", kernel);
            Checks.path("initrd", initrd);
            Checks.text("commandLine", commandLine, 0, LONGEST_COMMAND_LINE);
        }
    }

    /** What finds the boot loader. */
    enum Firmware {
        BIOS, UEFI
    }
}

package secondsite.server.administration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import secondsite.api.installation.TargetMachine;

class TargetListTest {

    @Test
    void rangesNamesPortsAndFiles(@TempDir Path folder) throws IOException {
        Path list = Files.writeString(folder.resolve("list"), """
                # the branch office
                web.example
                10.1.0.9:2222 db SHA256:abc

                10.1.0.10 SHA256:def
                """);
        assertThat(TargetList.of(List.of("10.0.0.5-7", "10.0.0.250-250:2200", "host-01-20", "[fe80::1]:22", "[fe80::2]",
                "box:2022"), list)).containsExactly(machine("10.0.0.5", null), machine("10.0.0.6", null),
                        machine("10.0.0.7", null), machine("10.0.0.250", 2200), machine("host-01-20", null),
                        machine("fe80::1", 22), machine("fe80::2", null), machine("box", 2022),
                        machine("web.example", null), new TargetMachine("10.1.0.9", 2222, "db", "SHA256:abc"),
                        new TargetMachine("10.1.0.10", null, null, "SHA256:def"));
    }

    private static TargetMachine machine(String address, Integer port) {
        return new TargetMachine(address, port, null, null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.9-5", "10.0.0.5-300"})
    void rangesThatAreNoneAreRefused(String word) {
        assertThatThrownBy(() -> TargetList.of(List.of(word), null)).hasMessageContaining(word);
    }

    @Test
    void noMachineAtAllIsRefused() {
        assertThatThrownBy(() -> TargetList.of(List.of(), null)).hasMessageContaining("--list");
    }
}

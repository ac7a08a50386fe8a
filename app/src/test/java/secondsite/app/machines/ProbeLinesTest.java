package secondsite.app.machines;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import secondsite.api.host.Probe;

/** Probes as people write them. */
class ProbeLinesTest {

    @Test
    void everyKindIsReadAndWrittenAsItWas() {
        List<Probe> probes = List.of(new Probe.Tcp(22, 300), new Probe.Http(80, "/health", 200, "all is well", 60),
                new Probe.Http(8080, "/", 204, "", 300), new Probe.Console("login:", 120),
                new Probe.Script("check-shop", List.of("--fast", "1"), 300));
        assertThat(ProbeLines.read(ProbeLines.write(probes))).contains(probes);
    }

    @Test
    void withoutATimeItIsAskedForFiveMinutesAndEmptyLinesAreNothing() {
        assertThat(ProbeLines.read("\n tcp 22 \n\n")).contains(List.of(new Probe.Tcp(22, 300)));
        assertThat(ProbeLines.read("")).contains(List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "tcp x", "tcp 70000", "ping 1", "http 80 /", "http 80 health 200", "0 s tcp 22",
            "9999 s tcp 22", "script ../../bin/sh"})
    void whatCannotBeMeantIsNotTaken(String line) {
        assertThat(ProbeLines.read("tcp 22\n" + line)).isEmpty();
    }
}

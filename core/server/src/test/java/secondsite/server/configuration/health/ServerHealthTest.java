package secondsite.server.configuration.health;

import static org.assertj.core.api.Assertions.assertThat;
import static secondsite.api.replication.Health.Level.CRITICAL;
import static secondsite.api.replication.Health.Level.OK;
import static secondsite.server.configuration.health.Sound.NOW;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.ReportedProblem;
import secondsite.api.replication.Health.Level;
import secondsite.api.replication.Health;
import secondsite.api.replication.Thresholds;

/** Each rule with values at both sides of its threshold. */
class ServerHealthTest {

    private static final long GIB = 1L << 30;

    private final Sound sound = new Sound();

    private void is(Level level, ErrorCode code, String evidence) {
        Health health = new ServerHealth(Thresholds.DEFAULTS, "1.2.0").of(sound.server(), NOW);
        if (level == OK) {
            assertThat(health).isEqualTo(new Health(OK, List.of()));
            return;
        }
        assertThat(health.level()).as(health.toString()).isEqualTo(level);
        assertThat(health.reasons()).extracting(ReportedProblem::code).containsExactly(code);
        assertThat(health.reasons().getFirst().detail()).contains(evidence);
    }

    @Test
    void aServerOfWhichAllIsWellHasNoReason() {
        is(OK, null, null);
    }

    @ParameterizedTest
    @CsvSource({"0.8, OK", "0.81, WARNING", "0.95, WARNING", "0.96, CRITICAL"})
    void processors(double use, Level level) {
        sound.processorUse = use;
        is(level, ErrorCode.PROCESSOR_BUSY, "busy");
    }

    @Test
    void aServerThatDoesNotKnowItsLoadIsNotBlamedForIt() {
        sound.processorUse = -1;
        is(OK, null, null);
        var mute = new ServerFacts("process-server", "gateway-1", sound.server().program(), Optional.empty(),
                OptionalDouble.empty(), OptionalLong.empty(), Optional.empty());
        assertThat(new ServerHealth(Thresholds.DEFAULTS, "1.2.0").of(mute, NOW).level()).isEqualTo(OK);
    }

    @ParameterizedTest
    @CsvSource({"80, OK", "81, WARNING", "95, WARNING", "96, CRITICAL"})
    void memory(long percent, Level level) {
        sound.memoryUsed = 10 * GIB * percent / 100;
        is(level, ErrorCode.MEMORY_LOW, "of its 10.0 GiB of memory are used");
    }

    @ParameterizedTest
    @CsvSource({"30, OK, STORE_FILLING", "29, WARNING, STORE_FILLING", "25, WARNING, STORE_FILLING",
            "24, CRITICAL, STORE_FILLING", "5, CRITICAL, STORE_FILLING", "4, CRITICAL, STORE_FULL"})
    void theStoreFills(long gib, Level level, ErrorCode code) {
        sound.cache = OptionalLong.empty();
        sound.storeFree = gib * GIB;
        is(level, code, gib + ".0 GiB are free, " + gib + " % of 100.0 GiB");
    }

    @ParameterizedTest
    @CsvSource({"60, OK", "61, WARNING", "240, WARNING", "241, CRITICAL"})
    void theCachesFill(long gib, Level level) {
        sound.cache = OptionalLong.of(gib * GIB);
        is(level, ErrorCode.CACHE_FULL, "its caches take " + gib);
    }

    @ParameterizedTest
    @CsvSource({"68, OK", "69, UNKNOWN", "899, UNKNOWN", "900, CRITICAL"})
    void aServerThatDoesNotReport(long seconds, Level level) {
        sound.agentHeard = Optional.of(Duration.ofSeconds(seconds));
        is(level, ErrorCode.SERVER_SILENT, Evidence.span(Duration.ofSeconds(seconds)));
    }

    @ParameterizedTest
    @CsvSource({"60, OK", "61, WARNING", "-61, WARNING"})
    void aClockThatIsWrong(long seconds, Level level) {
        sound.agentAhead = Duration.ofSeconds(seconds);
        is(level, ErrorCode.CLOCK_SKEW, "1 min 1 s");
    }

    @ParameterizedTest
    @CsvSource({"31, OK", "30, WARNING", "7, CRITICAL"})
    void aCertificateEnds(long days, Level level) {
        sound.certificateLeft = Duration.ofDays(days);
        is(level, ErrorCode.CERTIFICATE_ENDS, days + " d");
    }

    @ParameterizedTest
    @CsvSource({"1.2.0, OK", "1.1.0, WARNING"})
    void anOlderVersion(String version, Level level) {
        sound.version = version;
        is(level, ErrorCode.SERVER_OUTDATED, version);
    }

    @Test
    void aTargetOnWhichNothingExpires() {
        sound.frozen = Optional.of("the clock jumped");
        is(CRITICAL, ErrorCode.TARGET_CLOCK_FROZEN, "the clock jumped");
    }
}

package secondsite.server.process.push.check;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import secondsite.api.activity.ErrorCode;
import secondsite.api.installation.PreflightCheck;
import secondsite.api.installation.PreflightCheck.Name;

/** The machine's clock is right enough that certificates are valid there, and that times mean something. */
public final class TimeCheck implements Check {

    private static final Duration NOTICED = Duration.ofSeconds(5);
    private static final Duration INVALID = Duration.ofMinutes(5);

    @Override
    public Name name() {
        return Name.TIME;
    }

    @Override
    public PreflightCheck look(Found found) {
        OptionalLong told = found.number(found.text("time").orElse(""));
        if (told.isEmpty()) {
            return PreflightCheck.warning(name(), ErrorCode.MACHINE_CLOCK_WRONG, "the machine did not tell its time");
        }
        Duration skew = skew(Instant.ofEpochSecond(told.getAsLong()), found);
        String said = skew.isZero()
                ? "as here"
                : skew.abs().toSeconds() + " s " + (skew.isNegative() ? "behind" : "ahead");
        if (skew.abs().compareTo(NOTICED) < 0) {
            return PreflightCheck.passed(name(), said);
        }
        return skew.abs().compareTo(INVALID) < 0
                ? PreflightCheck.warning(name(), ErrorCode.MACHINE_CLOCK_WRONG, said)
                : PreflightCheck.failed(name(), ErrorCode.MACHINE_CLOCK_WRONG, said);
    }

    /** It was told in whole seconds, some time between question and answer. */
    private static Duration skew(Instant there, Found found) {
        if (there.isAfter(found.told())) {
            return Duration.between(found.told(), there);
        }
        Instant latest = there.plusSeconds(1);
        return latest.isBefore(found.asked()) ? Duration.between(found.asked(), latest) : Duration.ZERO;
    }
}

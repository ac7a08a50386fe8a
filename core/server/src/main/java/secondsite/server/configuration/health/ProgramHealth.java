package secondsite.server.configuration.health;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import secondsite.api.activity.ErrorCode;
import secondsite.api.replication.Thresholds;

/** What holds for every program of the deployment: it reports, its clock is right, its certificate holds, its version is ours. */
final class ProgramHealth {

    private static final int LATE_QUARTER = 4;
    private static final int LATE_TENTH = 10;

    private final Thresholds limits;
    private final String version;
    private final Instant now;

    /** @param version of this server */
    ProgramHealth(Thresholds limits, String version, Instant now) {
        this.limits = limits;
        this.version = version;
        this.now = now;
    }

    /**
     * Whether it reports.
     *
     * @param needed whether its silence is critical
     */
    Optional<Finding> silence(Program program, ErrorCode code, boolean needed) {
        Duration silent = Duration.between(program.silent(), now);
        if (silent.compareTo(Duration.ofMinutes(limits.silentMinutes())) >= 0) {
            String detail = "nothing was heard for " + Evidence.span(silent) + "; " + limits.silentMinutes()
                    + " min are allowed";
            return Optional.of(needed ? Finding.critical(code, detail) : Finding.warning(code, detail));
        }
        if (program.heard().isEmpty()) {
            return Optional.of(Finding.unknown(code, "it has not reported since this server started, "
                    + Evidence.span(silent) + " ago"));
        }
        return program.heard().filter(heard -> heard.late(limits.missedReports(), now))
                .map(heard -> Finding.unknown(code, "nothing was heard for " + Evidence.span(silent)
                        + "; a report is due every " + Evidence.span(heard.due())));
    }

    Optional<Finding> clock(Program program) {
        return program.heard().map(Heard::ahead)
                .filter(ahead -> ahead.abs().compareTo(Duration.ofSeconds(limits.skewSeconds())) > 0)
                .map(ahead -> Finding.warning(ErrorCode.CLOCK_SKEW, "its clock is " + Evidence.span(ahead.abs())
                        + (ahead.isNegative() ? " behind" : " ahead of") + " this server's; " + limits.skewSeconds()
                        + " s are allowed"));
    }

    /** Short-lived certificates are renewed later than long-lived ones: there a part of their time counts. */
    Optional<Finding> certificate(Program program) {
        return program.certificate().flatMap(certificate -> {
            Duration left = Duration.between(now, certificate.ends());
            Duration whole = Duration.between(certificate.issued(), certificate.ends());
            String detail = "its certificate ends in " + Evidence.span(left) + ", at " + certificate.ends();
            if (left.compareTo(shorter(Duration.ofDays(limits.certificateCriticalDays()),
                    whole.dividedBy(LATE_TENTH))) <= 0) {
                return Optional.of(Finding.critical(ErrorCode.CERTIFICATE_ENDS, detail));
            }
            boolean soon = left.compareTo(shorter(Duration.ofDays(limits.certificateWarningDays()),
                    whole.dividedBy(LATE_QUARTER))) <= 0;
            return soon ? Optional.of(Finding.warning(ErrorCode.CERTIFICATE_ENDS, detail)) : Optional.empty();
        });
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    Optional<Finding> version(Program program, ErrorCode code) {
        return program.version().filter(theirs -> older(theirs, version))
                .map(theirs -> Finding.warning(code, "it runs version " + theirs + ", this server " + version));
    }

    /** Versions that are no numbers, like one of a checkout, are never older or newer. */
    private static boolean older(String one, String other) {
        if (one.equals(other)) {
            return false;
        }
        Optional<int[]> left = numbers(one);
        Optional<int[]> right = numbers(other);
        return left.isPresent() && right.isPresent() && Arrays.compare(left.get(), right.get()) < 0;
    }

    private static Optional<int[]> numbers(String version) {
        String[] parts = version.replaceAll("-.*", "").split("\\.");
        return Stream.of(parts).allMatch(part -> part.matches("\\d{1,9}"))
                ? Optional.of(Stream.of(parts).mapToInt(Integer::parseInt).toArray())
                : Optional.empty();
    }
}

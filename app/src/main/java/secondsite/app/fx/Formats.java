package secondsite.app.fx;

import jakarta.inject.Inject;
import java.text.DecimalFormatSymbols;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Writes numbers and times for people, in the language that is chosen now: sizes in KiB to TiB, times with seconds and zone. */
public final class Formats {

    private static final Map<Locale, Character> POINTS = new ConcurrentHashMap<>();
    private static final String[] SIZES = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("HH:mm");
    private static final long MINUTE_SECONDS = 60;
    private static final long HOUR_SECONDS = 60 * MINUTE_SECONDS;
    private static final long DAY_SECONDS = 24 * HOUR_SECONDS;

    private final Texts texts;
    private final TickingClock clock;

    @Inject
    public Formats(Texts texts, TickingClock clock) {
        this.texts = texts;
        this.clock = clock;
    }

    /** Like {@code 1.5 GiB}. */
    public String size(long bytes) {
        return scaled(bytes);
    }

    /** Like {@code 312 MiB/s}. */
    public String rate(long bytesPerSecond) {
        return scaled(bytesPerSecond) + "/s";
    }

    private String scaled(long bytes) {
        double value = bytes;
        int unit = 0;
        while (Math.abs(value) >= 1024 && unit < SIZES.length - 1) {
            value /= 1024;
            unit++;
        }
        NumberFormat number = NumberFormat.getNumberInstance(texts.locale());
        number.setMaximumFractionDigits(unit == 0 || Math.abs(value) >= 100 ? 0 : 1);
        return number.format(value) + " " + SIZES[unit];
    }

    /** Whole numbers, with the marks between thousands of the language. */
    public String count(long number) {
        // Both languages write these alike, and to make a format takes a hundred times as long.
        if (number >= 0 && number < 1_000) {
            return Long.toString(number);
        }
        return NumberFormat.getIntegerInstance(texts.locale()).format(number);
    }

    /** @param share 0 to 1; rounded down, so that 100 % means all of it */
    public String percent(double share) {
        return count((long) Math.floor(Math.clamp(share, 0, 1) * 100)) + " %";
    }

    /** The two largest units of it, like {@code 8 min 47 s}, {@code 2 h 5 min}, {@code 3 d 4 h}; below ten seconds with a tenth. */
    public String duration(double seconds) {
        if (seconds < 10) {
            return texts.text("format.seconds", tenths(Math.max(0, seconds)));
        }
        long whole = (long) seconds;
        if (whole < MINUTE_SECONDS) {
            return texts.text("format.seconds", count(whole));
        }
        if (whole < HOUR_SECONDS) {
            return two("format.minutes", whole / MINUTE_SECONDS, "format.seconds", whole % MINUTE_SECONDS);
        }
        if (whole < DAY_SECONDS) {
            return two("format.hours", whole / HOUR_SECONDS, "format.minutes", whole % HOUR_SECONDS / MINUTE_SECONDS);
        }
        return two("format.days", whole / DAY_SECONDS, "format.hours", whole % DAY_SECONDS / HOUR_SECONDS);
    }

    private String tenths(double number) {
        long tenths = (long) Math.rint(number * 10);
        return tenths % 10 == 0
                ? count(tenths / 10)
                : count(tenths / 10)
                        + POINTS.computeIfAbsent(texts.locale(),
                                locale -> DecimalFormatSymbols.getInstance(locale).getDecimalSeparator())
                        + tenths % 10;
    }

    public String duration(Duration length) {
        return duration(length.toMillis() / 1000.0);
    }

    private String two(String large, long largeCount, String small, long smallCount) {
        String first = texts.text(large, count(largeCount));
        return smallCount == 0 ? first : first + " " + texts.text(small, count(smallCount));
    }

    /** How long ago that was, like {@code 4 min 31 s ago}. */
    public String ago(Instant then) {
        double seconds = Duration.between(then, clock.now().get()).toMillis() / 1000.0;
        return seconds < 1 ? texts.text("format.now") : texts.text("format.ago", duration(Math.floor(seconds)));
    }

    /** {@code 03:04:31}, with the date before it when that is not today's. */
    public String time(Instant when) {
        ZonedDateTime there = when.atZone(clock.zone());
        return there.toLocalDate().equals(today()) ? TIME.format(there) : day(there) + ", " + TIME.format(there);
    }

    /** {@code 03:04}, with the date before it when that is not today's: where room is scarce and seconds do not matter. */
    public String minute(Instant when) {
        ZonedDateTime there = when.atZone(clock.zone());
        return there.toLocalDate().equals(today()) ? MINUTE.format(there) : day(there) + ", " + MINUTE.format(there);
    }

    /** With date, seconds and zone, like {@code Nov 20, 2026, 03:00:00 Europe/Berlin}: where a decision depends on it. */
    public String fullTime(Instant when) {
        ZonedDateTime there = when.atZone(clock.zone());
        return day(there) + ", " + TIME.format(there) + " " + zone();
    }

    private String day(ZonedDateTime there) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM).withLocale(texts.locale()).format(there);
    }

    private LocalDate today() {
        return clock.now().get().atZone(clock.zone()).toLocalDate();
    }

    /** The zone of all times on the screen. */
    public String zone() {
        return clock.zone().getId();
    }
}

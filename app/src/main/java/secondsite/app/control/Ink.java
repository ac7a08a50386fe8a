package secondsite.app.control;

import java.util.Locale;

/** A colour of the theme that drawings use; {@code control.css} ties each to a colour of {@code colors-*.css}. */
public enum Ink {

    OK, WARN, CRIT, SYNC, TEST, OVER, IDLE, UNKNOWN, OK_SUBTLE, WARN_SUBTLE, CRIT_SUBTLE, SYNC_SUBTLE, TEST_SUBTLE, OVER_SUBTLE, IDLE_SUBTLE, UNKNOWN_SUBTLE, TEXT, MUTED, BORDER, BORDER_STRONG, CARD, PAGE, INSET, TRACK, ACCENT, ON_FILL, ACCENT_FILL, SERIES_1, SERIES_2, SERIES_3, HATCH;

    /** What a status is drawn with. */
    public static Ink of(Status status) {
        return valueOf(status.name());
    }

    /** What lies behind something of a status. */
    public static Ink behind(Status status) {
        return valueOf(status.name() + "_SUBTLE");
    }

    /** The property's name in style sheets: {@code -ss-ink-ok}. */
    String property() {
        return "-ss-ink-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

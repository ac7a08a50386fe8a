package secondsite.app.control;

import java.util.Locale;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.carbonicons.CarbonIcons;

/**
 * How something stands: a colour and a shape; the later, the sooner somebody should look. The word beside them comes from outside,
 * as it says more than the status does.
 */
public enum Status {

    /** As it should be. */
    OK(CarbonIcons.CHECKMARK_FILLED),
    /** Paused by somebody. */
    IDLE(CarbonIcons.PAUSE_OUTLINE_FILLED),
    /** A first copy or a resync goes on. */
    SYNC(CarbonIcons.RENEW),
    /** A test runs, or waits to be cleaned up. */
    TEST(CarbonIcons.CHEMISTRY),
    /** Failed over, and not committed. */
    OVER(CarbonIcons.NEXT_FILLED),
    /** Nothing was heard lately; never shown as if it were well. */
    UNKNOWN(CarbonIcons.UNKNOWN),
    /** Not yet bad. */
    WARN(CarbonIcons.WARNING_ALT_FILLED),
    /** Somebody has to act. */
    CRIT(CarbonIcons.ERROR_FILLED);

    private final Ikon icon;

    Status(Ikon icon) {
        this.icon = icon;
    }

    public Ikon icon() {
        return icon;
    }

    /** The class that gives a node this status' colours: {@code ok}, {@code warn}, ... */
    public String styleClass() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Which of the two a group should show that has both. */
    public Status orWorse(Status other) {
        return other.compareTo(this) > 0 ? other : this;
    }
}

package secondsite.app.control;

import java.util.Locale;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.carbonicons.CarbonIcons;

/** How something stands: a colour and a shape. The word beside them comes from outside, as it says more than the status does. */
public enum Status {

    /** As it should be. */
    OK(CarbonIcons.CHECKMARK_FILLED, 1),
    /** Not yet bad. */
    WARN(CarbonIcons.WARNING_ALT_FILLED, 6),
    /** Somebody has to act. */
    CRIT(CarbonIcons.ERROR_FILLED, 7),
    /** A first copy or a resync goes on. */
    SYNC(CarbonIcons.RENEW, 3),
    /** A test runs, or waits to be cleaned up. */
    TEST(CarbonIcons.CHEMISTRY, 4),
    /** Failed over, and not committed. */
    OVER(CarbonIcons.NEXT_FILLED, 5),
    /** Paused by somebody. */
    IDLE(CarbonIcons.PAUSE_OUTLINE_FILLED, 2),
    /** Nothing was heard lately; never shown as if it were well. */
    UNKNOWN(CarbonIcons.UNKNOWN, 5);

    private final Ikon icon;
    private final int weight;

    Status(Ikon icon, int weight) {
        this.icon = icon;
        this.weight = weight;
    }

    public Ikon icon() {
        return icon;
    }

    /** The class that gives a node this status' colours: {@code ok}, {@code warn}, ... */
    public String styleClass() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Which of the two a group should show that has both; of equals this one. */
    public Status orWorse(Status other) {
        return other.weight > weight ? other : this;
    }
}

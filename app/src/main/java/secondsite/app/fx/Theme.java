package secondsite.app.fx;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.util.Locale;

/** How the console looks. */
public enum Theme {
    LIGHT, DARK;

    /** Below everything: the looks of the controls. */
    String base() {
        return this == LIGHT ? new PrimerLight().getUserAgentStylesheet() : new PrimerDark().getUserAgentStylesheet();
    }

    /** The colours that only this theme has, of the class path. */
    String colors() {
        return "/css/colors-" + name().toLowerCase(Locale.ROOT) + ".css";
    }

    public Theme other() {
        return this == LIGHT ? DARK : LIGHT;
    }
}

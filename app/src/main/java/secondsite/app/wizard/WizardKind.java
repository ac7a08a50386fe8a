package secondsite.app.wizard;

import java.util.Locale;

/** What kind of deed a wizard ends in: its header looks so that a test and what is real are never taken for each other. */
public enum WizardKind {
    NEUTRAL("ci-settings-adjust"), PLANNED("ci-arrow-right"), TEST("ci-chemistry"), REAL("ci-warning-alt-filled");

    private final String icon;

    WizardKind(String icon) {
        this.icon = icon;
    }

    /** Beside its title, and on buttons that lead to such a wizard. */
    public String icon() {
        return icon;
    }

    String styleClass() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Of the word in its badge; the neutral one has none. */
    String badgeKey() {
        return "wizard.badge." + styleClass();
    }
}

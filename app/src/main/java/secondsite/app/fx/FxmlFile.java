package secondsite.app.fx;

import java.net.URL;
import java.util.Locale;
import java.util.Objects;

/** Every FXML file there is; {@link Views} loads them. */
public enum FxmlFile {
    ENTRY, FRAME, DASHBOARD, TOPOLOGY, MACHINES, MACHINE, PLANS, PLAN, JOBS, JOB, ALERTS, POLICIES, INFRASTRUCTURE, INSTALLATIONS, NETWORKS, SETTINGS,
    /** The frame of every wizard. */
    WIZARD,
    /** Parts of the plans. */
    PLAN_ORDER, PLAN_RUN,
    /** A part of the page of a machine. */
    POINTS;

    /** Of the class path. */
    String path() {
        return "/fxml/" + name().toLowerCase(Locale.ROOT).replace('_', '-') + ".fxml";
    }

    /** Whether there is such a file: a screen without one is not offered. */
    public boolean present() {
        return FxmlFile.class.getResource(path()) != null;
    }

    URL url() {
        return Objects.requireNonNull(FxmlFile.class.getResource(path()), path());
    }
}

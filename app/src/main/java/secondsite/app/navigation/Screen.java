package secondsite.app.navigation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import secondsite.app.fx.FxmlFile;

/** Every screen there is, in the order of the sidebar. One whose file is not there yet is not offered. */
public enum Screen {
    DASHBOARD(Group.OVERVIEW, "ci-dashboard", FxmlFile.DASHBOARD), TOPOLOGY(Group.OVERVIEW, "ci-network-3",
            FxmlFile.TOPOLOGY), MACHINES(Group.PROTECTION, "ci-virtual-machine", FxmlFile.MACHINES), PLANS(
                    Group.PROTECTION, "ci-list-checked", FxmlFile.PLANS), JOBS(Group.PROTECTION, "ci-task",
                            FxmlFile.JOBS), ALERTS(Group.PROTECTION, "ci-notification", FxmlFile.ALERTS), POLICIES(
                                    Group.CONFIGURE, "ci-policy", FxmlFile.POLICIES), INFRASTRUCTURE(Group.CONFIGURE,
                                            "ci-chip", FxmlFile.INFRASTRUCTURE), NETWORKS(Group.CONFIGURE,
                                                    "ci-flow-connection", FxmlFile.NETWORKS), SETTINGS(Group.CONFIGURE,
                                                            "ci-settings", FxmlFile.SETTINGS),
    /** One machine; the place's parameter is its id, with {@code /TAB} behind it if a certain tab is meant. */
    MACHINE(MACHINES, FxmlFile.MACHINE),
    /** One plan; the place's parameter is its id. */
    PLAN(PLANS, FxmlFile.PLAN),
    /** One job; the place's parameter is its number. */
    JOB(JOBS, FxmlFile.JOB),
    /** Agents that are installed on machines; the place's parameter is what was ordered together, or nothing for all. */
    INSTALLATIONS(INFRASTRUCTURE, FxmlFile.INSTALLATIONS);

    /** What stands together in the sidebar. */
    public enum Group {
        OVERVIEW, PROTECTION, CONFIGURE;

        /** Of its name. */
        public String key() {
            return "frame.group." + name().toLowerCase(Locale.ROOT);
        }

        public List<Screen> screens() {
            return Arrays.stream(Screen.values()).filter(screen -> screen.group == this && screen.offered()).toList();
        }
    }

    private final Group group;
    private final Screen parent;
    private final String icon;
    private final FxmlFile file;

    Screen(Group group, String icon, FxmlFile file) {
        this.group = group;
        this.parent = null;
        this.icon = icon;
        this.file = file;
    }

    Screen(Screen parent, FxmlFile file) {
        this.group = null;
        this.parent = parent;
        this.icon = parent.icon;
        this.file = file;
    }

    public String icon() {
        return icon;
    }

    public FxmlFile file() {
        return file;
    }

    /** The list that this one shows a part of; empty for one of the sidebar. */
    public Optional<Screen> parent() {
        return Optional.ofNullable(parent);
    }

    /** The one of the sidebar that this belongs to: itself for most. */
    public Screen inSidebar() {
        return parent == null ? this : parent;
    }

    public boolean offered() {
        return file.present();
    }

    /** Of its title. */
    public String key() {
        return "screen." + name().toLowerCase(Locale.ROOT) + ".title";
    }
}

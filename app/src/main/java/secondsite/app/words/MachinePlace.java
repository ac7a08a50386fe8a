package secondsite.app.words;

import jakarta.inject.Inject;
import java.util.Optional;
import secondsite.api.machine.MachineSummary;
import secondsite.api.policy.Policy;
import secondsite.api.replication.ProtectionState;
import secondsite.api.site.HostGroup;
import secondsite.api.site.Site;
import secondsite.api.site.SiteKind;
import secondsite.app.control.Status;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Texts;
import secondsite.app.session.LiveModel;

/** Says of a machine where it runs, to what it belongs, and how far behind its replica is. */
public final class MachinePlace {

    /** Stands where nothing is known. */
    public static final String NOTHING = "–";
    /** Of the wanted RPO; above it is worth a look. */
    private static final double NEAR_TARGET = 0.8;

    private final LiveModel live;
    private final Texts texts;
    private final Formats formats;

    @Inject
    public MachinePlace(LiveModel live, Texts texts, Formats formats) {
        this.live = live;
        this.texts = texts;
        this.formats = formats;
    }

    public static boolean isProtected(MachineSummary machine) {
        return machine.protection() != null && !ProtectionState.UNPROTECTED.name().equals(machine.protection());
    }

    /** Name of the site where its copy that counts runs. */
    public String runsIn(MachineSummary machine) {
        boolean away = ProtectionState.COMMIT_PENDING.name().equals(machine.protection())
                || ProtectionState.FAILED_OVER.name().equals(machine.protection());
        return away ? elsewhere() : site(machine);
    }

    private String elsewhere() {
        var others = live.sites().stream().filter(site -> site.kind() != SiteKind.PRIMARY).toList();
        return others.size() == 1 ? others.getFirst().name() : texts.text("machine.site.other");
    }

    /** Name of the site to which it belongs. */
    public String site(MachineSummary machine) {
        return Optional.ofNullable(machine.site()).flatMap(live::site).map(Site::name).orElse(NOTHING);
    }

    public String group(MachineSummary machine) {
        return Optional.ofNullable(machine.group()).flatMap(live::hostGroup).map(HostGroup::name).orElse(NOTHING);
    }

    public String rpo(MachineSummary machine) {
        return machine.rpoSeconds() == null ? NOTHING : formats.duration(machine.rpoSeconds());
    }

    /** What the policy of its group allows, in seconds; NaN when the group has none of its own. */
    public double target(MachineSummary machine) {
        return Optional.ofNullable(machine.group()).flatMap(live::hostGroup)
                .flatMap(group -> Optional.ofNullable(group.policy())).flatMap(live::policy)
                .map(Policy::rpoWarningSeconds).map(Integer::doubleValue).orElse(Double.NaN);
    }

    /** @param share of the target that is used up; NaN when it is not known */
    public static Status rpoStatus(double share) {
        if (Double.isNaN(share)) {
            return Status.UNKNOWN;
        }
        return share > 1 ? Status.CRIT : share > NEAR_TARGET ? Status.WARN : Status.OK;
    }
}

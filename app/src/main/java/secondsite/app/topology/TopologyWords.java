package secondsite.app.topology;

import jakarta.inject.Inject;
import java.util.Locale;
import secondsite.api.machine.MachineSummary;
import secondsite.api.site.ServerSummary;
import secondsite.api.site.SiteKind;
import secondsite.app.control.Status;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Texts;

/** Says what stands in the picture, and what a screen reader says of it. */
final class TopologyWords {

    private final Texts texts;
    private final Formats formats;

    @Inject
    TopologyWords(Texts texts, Formats formats) {
        this.texts = texts;
        this.formats = formats;
    }

    String status(Status status) {
        return texts.text("topology.status." + status.styleClass());
    }

    String nowhere() {
        return texts.text("topology.site.none");
    }

    String ungrouped() {
        return texts.text("topology.group.none");
    }

    /** @param kind null for what stands at no site */
    String site(SiteKind kind, int machines) {
        String what = kind == null ? "" : texts.text("topology.site." + kind.name().toLowerCase(Locale.ROOT));
        String count = machines == 0 ? "" : texts.text("topology.machines", machines);
        return what.isEmpty() || count.isEmpty() ? what + count : what + " · " + count;
    }

    String rpo(MachineSummary machine) {
        return machine.rpoSeconds() == null ? "–" : formats.duration(machine.rpoSeconds());
    }

    String rate(long bytesPerSecond) {
        return formats.rate(bytesPerSecond);
    }

    String spoken(MachineSummary machine) {
        return texts.text("topology.machine.spoken", machine.name(), status(MachineStatus.of(machine)), rpo(machine));
    }

    String kind(String server) {
        return texts.textOr("topology.server." + server, server);
    }

    /** The kind; of a master target how full it is, too. */
    String server(ServerSummary server) {
        if (server.load() == null || server.load().storeTotal() <= 0) {
            return kind(server.kind());
        }
        double used = 1 - (double) server.load().storeFree() / server.load().storeTotal();
        return texts.text("topology.server.full", kind(server.kind()), formats.percent(used),
                formats.size(server.load().storeTotal()));
    }

    String spoken(ServerSummary server, Status status) {
        return texts.text("topology.server.spoken", server(server), server.name(), status(status));
    }
}

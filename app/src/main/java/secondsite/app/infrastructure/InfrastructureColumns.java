package secondsite.app.infrastructure;

import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import secondsite.api.Contact;
import secondsite.api.security.CertificateList.Certificate;
import secondsite.api.site.Host;
import secondsite.api.site.ServerSummary;
import secondsite.api.site.Site;
import secondsite.app.control.Status;
import secondsite.app.control.table.Chip;
import secondsite.app.control.table.Column;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Texts;
import secondsite.app.fx.TickingClock;
import secondsite.app.table.Tables;

/** What the tables of the parts say. */
final class InfrastructureColumns {

    private static final Duration SOON = Duration.ofDays(30);
    private static final double MILLIS = 1000;

    private final InfrastructureViewModel model;
    private final Formats formats;
    private final Texts texts;
    private final TickingClock clock;

    @Inject
    InfrastructureColumns(InfrastructureViewModel model, Formats formats, Texts texts, TickingClock clock) {
        this.model = model;
        this.formats = formats;
        this.texts = texts;
        this.clock = clock;
    }

    private String text(String key) {
        return texts.text("infrastructure." + key);
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    private String kind(String word) {
        return texts.textOr("infrastructure.kind." + word, word);
    }

    List<Column<Site>> sites() {
        return List.of(Column.of("name", text("name"), 200, Site::name),
                Column.of("kind", text("site.kind"), 260, site -> text("site.kind." + site.kind().name())),
                Column.figure("machines", text("site.machines"), 110, site -> formats.count(model.machines(site)),
                        model::machines),
                Column.figure("servers", text("site.servers"), 110, site -> formats.count(model.servers(site)),
                        model::servers));
    }

    List<Column<ServerSummary>> servers() {
        return List.of(
                Tables.status("contact", text("contact"), 130, InfrastructureViewModel::status,
                        server -> contact(server.contact())),
                Column.of("kind", text("kind"), 140, server -> kind(server.kind())),
                Column.of("name", text("name"), 140, ServerSummary::name),
                Column.of("site", text("site"), 120, server -> model.site(server.site())),
                Column.of("address", text("address"), 190,
                        server -> server.address() == null ? "" : server.address().toString()),
                Column.<ServerSummary, Integer>figure("disks", text("server.disks"), 80,
                        server -> server.disks() == null ? "" : formats.count(server.disks()), ServerSummary::disks),
                Column.figure("processor", text("server.processor"), 90, this::processor,
                        server -> server.load() == null ? -1.0 : server.load().processorUse()),
                Column.figure("free", text("server.free"), 160, this::free, InfrastructureViewModel::full),
                Column.figure("skew", text("server.skew"), 80,
                        server -> server.skewMillis() == null
                                ? ""
                                : formats.duration(Math.abs(server.skewMillis()) / MILLIS),
                        server -> server.skewMillis() == null ? -1 : Math.abs(server.skewMillis())),
                Column.of("version", text("version"), 120, server -> orEmpty(server.version())),
                Column.<ServerSummary>of("seen", text("seen"), 120, server -> seen(server.lastSeen()))
                        .ordered(byTime(ServerSummary::lastSeen)));
    }

    private static <R> Comparator<R> byTime(Function<R, Instant> time) {
        return Comparator.comparing(time, Comparator.nullsFirst(Comparator.naturalOrder()));
    }

    private String processor(ServerSummary server) {
        return server.load() == null || server.load().processorUse() < 0
                ? ""
                : formats.percent(server.load().processorUse());
    }

    private String free(ServerSummary server) {
        return server.load() == null
                ? ""
                : texts.text("jobs.of", formats.size(server.load().storeFree()),
                        formats.size(server.load().storeTotal()));
    }

    private String contact(Contact contact) {
        return text("contact." + (contact == null ? Contact.UNKNOWN : contact).name());
    }

    private String seen(Instant when) {
        return when == null ? text("never") : formats.time(when);
    }

    List<Chip<ServerSummary>> serverChips() {
        return List.of(kindChip("process-server"), kindChip("master-target"),
                new Chip<>("wrong", "contact", text("chip.wrong"), Status.CRIT,
                        server -> InfrastructureViewModel.status(server) != Status.OK));
    }

    private Chip<ServerSummary> kindChip(String word) {
        return new Chip<>(word, "kind", kind(word), null, server -> server.kind().equals(word));
    }

    List<Column<Host>> hosts() {
        return List.of(Column.of("name", text("name"), 200, Host::name),
                Column.of("address", text("address"), 220, host -> orEmpty(host.address())),
                Column.of("platform", text("host.platform"), 180, host -> orEmpty(host.platform())),
                Column.of("group", text("group"), 180, host -> model.group(host.group())));
    }

    List<Column<Certificate>> certificates() {
        return List.of(
                Tables.status("state", text("certificate.state"), 150, this::status, this::state),
                Column.of("kind", text("kind"), 180, certificate -> kind(certificate.kind())),
                Column.of("name", text("name"), 180, certificate -> orEmpty(certificate.name())),
                Column.<Certificate>of("issued", text("certificate.issued"), 190,
                        certificate -> formats.time(certificate.issued())).ordered(byTime(Certificate::issued)),
                Column.<Certificate>of("ends", text("certificate.ends"), 190,
                        certificate -> formats.time(certificate.ends())).ordered(byTime(Certificate::ends)),
                Column.of("serial", text("certificate.serial"), 260, Certificate::serial));
    }

    private Status status(Certificate certificate) {
        if (certificate.revoked() != null) {
            return Status.UNKNOWN;
        }
        Duration left = Duration.between(clock.now().get(), certificate.ends());
        if (left.isNegative()) {
            return Status.CRIT;
        }
        return left.compareTo(SOON) < 0 ? Status.WARN : Status.OK;
    }

    private String state(Certificate certificate) {
        return text("certificate." + (certificate.revoked() != null ? "revoked" : status(certificate).name()));
    }

    List<Chip<Certificate>> certificateChips() {
        return List.of(
                new Chip<>("good", "state", text("certificate.OK"), Status.OK, each -> status(each) == Status.OK),
                new Chip<>("soon", "state", text("certificate.WARN"), Status.WARN,
                        each -> status(each) == Status.WARN),
                new Chip<>("revoked", "state", text("certificate.revoked"), Status.UNKNOWN,
                        each -> each.revoked() != null));
    }
}

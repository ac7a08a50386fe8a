package secondsite.app.infrastructure;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import secondsite.api.site.Host;
import secondsite.api.site.HostGroup;
import secondsite.api.site.ServerChange;
import secondsite.api.site.ServerSummary;
import secondsite.api.site.Site;
import secondsite.api.site.SiteKind;
import secondsite.app.action.Gate;
import secondsite.app.dialog.Dialogs;
import secondsite.app.dialog.Question;
import secondsite.app.form.Choice;
import secondsite.app.form.FieldChecks;
import secondsite.app.form.Form;
import secondsite.app.form.TextEntry;
import secondsite.app.form.TextEntry.Kind;
import secondsite.app.fx.Texts;
import secondsite.app.session.Session;

/** An administrator says which sites and hosts there are, and where servers stand. */
public final class PlaceWorkflow {

    private static final int LONGEST = 100;

    private final Session session;
    private final Dialogs dialogs;
    private final InfrastructureViewModel model;
    private final FieldChecks checks;
    private final Texts texts;

    @Inject
    public PlaceWorkflow(Session session, Dialogs dialogs, InfrastructureViewModel model, FieldChecks checks,
            Texts texts) {
        this.session = session;
        this.dialogs = dialogs;
        this.model = model;
        this.checks = checks;
        this.texts = texts;
    }

    void addSite() {
        site(null, "", SiteKind.PRIMARY);
    }

    void change(Site site) {
        site(site, site.name(), site.kind());
    }

    private void site(Site before, String first, SiteKind firstKind) {
        List<String> others = model.sites().stream().filter(site -> !site.equals(before)).map(Site::name).toList();
        var name = new TextEntry("site-name", texts.text("infrastructure.name"), Kind.LINE, first,
                checks.newName(LONGEST, others));
        var kind = new Choice<>("site-kind", texts.text("infrastructure.site.kind"),
                Arrays.asList(SiteKind.values()), each -> texts.text("infrastructure.site.kind." + each.name()),
                firstKind);
        dialogs.ask(new Question(before == null
                ? texts.text("infrastructure.site.add")
                : texts.text("infrastructure.change", before.name()), List.of(), new Form(List.of(name, kind)),
                texts.text(before == null ? "infrastructure.site.add.confirm" : "infrastructure.save"),
                texts.text("dialog.cancel"), false),
                () -> session.inventory()
                        .put(new Site(before == null ? null : before.id(), name.text(), kind.chosen())),
                _ -> {
                });
    }

    void remove(Site site) {
        dialogs.ask(removal(site.name(), "infrastructure.site.remove.text"), () -> {
            session.inventory().removeSite(site.id());
            return site;
        }, _ -> {
        });
    }

    private Question removal(String name, String key) {
        return new Question(texts.text("infrastructure.remove.title", name), List.of(texts.text(key)), Form.NONE,
                texts.text("infrastructure.remove.confirm", name), texts.text("dialog.cancel"), true);
    }

    void place(ServerSummary server) {
        List<Site> sites = new ArrayList<>(model.sites());
        Site first = sites.stream().filter(site -> site.id().equals(server.site())).findFirst().orElse(null);
        sites.addFirst(null);
        var site = new SiteChoice(sites, first).field();
        dialogs.ask(new Question(texts.text("infrastructure.server.place", server.name()),
                List.of(texts.text("infrastructure.server.place.text")), new Form(List.of(site)),
                texts.text("infrastructure.save"), texts.text("dialog.cancel"), false), () -> {
                    session.inventory().changeServer(server.kind(), server.name(),
                            new ServerChange(site.chosen().site() == null ? null : site.chosen().site().id()));
                    return server;
                }, _ -> {
                });
    }

    /** A site, or none. */
    private record Place(Site site) {}

    /** The sites to choose from, and none. */
    private final class SiteChoice {

        private final List<Place> places;
        private final Place first;

        SiteChoice(List<Site> sites, Site first) {
            this.places = sites.stream().map(Place::new).toList();
            this.first = new Place(first);
        }

        Choice<Place> field() {
            return new Choice<>("server-site", texts.text("infrastructure.site"), places,
                    place -> place.site() == null ? texts.text("infrastructure.site.none") : place.site().name(),
                    first);
        }
    }

    void remove(ServerSummary server) {
        dialogs.ask(removal(server.name(), "infrastructure.server.remove.text").behind(Gate.REVIEW, server.name(),
                texts.text("infrastructure.server.remove.state")), () -> {
                    session.inventory().removeServer(server.kind(), server.name());
                    return server;
                }, _ -> {
                });
    }

    void addHost() {
        host(null);
    }

    void change(Host host) {
        host(host);
    }

    private void host(Host before) {
        List<String> others = model.hosts().get().stream().filter(host -> !host.equals(before)).map(Host::name)
                .toList();
        var name = new TextEntry("host-name", texts.text("infrastructure.name"), Kind.LINE,
                before == null ? "" : before.name(), checks.newName(LONGEST, others));
        var address = new TextEntry("host-address", texts.text("infrastructure.address"), Kind.LINE,
                before == null ? "" : before.address(), checks.host());
        var platform = new TextEntry("host-platform", texts.text("infrastructure.host.platform"), Kind.LINE,
                before == null ? "" : before.platform(), checks.name(LONGEST));
        List<HostGroup> groups = List.copyOf(model.groups());
        var group = new Choice<>("host-group", texts.text("infrastructure.group"), groups, HostGroup::name,
                groups.stream().filter(each -> before != null && each.id().equals(before.group())).findFirst()
                        .orElse(groups.isEmpty() ? null : groups.getFirst()));
        dialogs.ask(new Question(before == null
                ? texts.text("infrastructure.host.add")
                : texts.text("infrastructure.change", before.name()), List.of(),
                new Form(List.of(name, address, platform, group)),
                texts.text(before == null ? "infrastructure.host.add.confirm" : "infrastructure.save"),
                texts.text("dialog.cancel"), false),
                () -> session.inventory()
                        .put(new Host(before == null ? null : before.id(), name.text(), address.text(),
                                platform.text(), group.chosen() == null ? null : group.chosen().id())),
                _ -> model.ask());
    }

    void remove(Host host) {
        dialogs.ask(removal(host.name(), "infrastructure.host.remove.text"), () -> {
            session.inventory().removeHost(host.id());
            return host;
        }, _ -> model.ask());
    }
}

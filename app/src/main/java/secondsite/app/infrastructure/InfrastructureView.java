package secondsite.app.infrastructure;

import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import secondsite.api.security.CertificateList.Certificate;
import secondsite.api.site.Host;
import secondsite.api.site.ServerSummary;
import secondsite.api.site.Site;
import secondsite.app.action.ActionControls;
import secondsite.app.action.Actions;
import secondsite.app.control.table.DataTable;
import secondsite.app.infrastructure.agents.AgentVersions;
import secondsite.app.infrastructure.agents.AgentsTab;
import secondsite.app.navigation.Arrival;
import secondsite.app.navigation.Place;
import secondsite.app.session.LiveModel;
import secondsite.app.table.SelectionBar;
import secondsite.app.table.Tables;

/** A tab for each kind of part. */
public final class InfrastructureView implements Arrival {

    private static final Map<String, String> TABS = Map.of("process-server", "servers-tab", "master-target",
            "servers-tab", "agents", "agents-tab");

    private final InfrastructureViewModel model;
    private final InfrastructureColumns columns;
    private final Tables tables;
    private final Actions actions;
    private final ActionControls controls;
    private final AgentsTab agents;
    private final AgentVersions versions;
    private final LiveModel live;
    private final InvalidationListener changed = _ -> show();
    private DataTable<Site> sites;
    private DataTable<ServerSummary> servers;
    private DataTable<Host> hosts;
    private DataTable<Certificate> certificates;

    @FXML
    private Label problem;
    @FXML
    private TabPane tabs;
    @FXML
    private VBox sitesBox;
    @FXML
    private VBox serversBox;
    @FXML
    private VBox agentsBox;
    @FXML
    private VBox hostsBox;
    @FXML
    private VBox certificatesBox;

    @Inject
    InfrastructureView(InfrastructureViewModel model, InfrastructureColumns columns, Tables tables, Actions actions,
            ActionControls controls, AgentsTab agents, AgentVersions versions, LiveModel live) {
        this.model = model;
        this.columns = columns;
        this.tables = tables;
        this.actions = actions;
        this.controls = controls;
        this.agents = agents;
        this.versions = versions;
        this.live = live;
    }

    @FXML
    private void initialize() {
        problem.textProperty().bind(model.problem());
        problem.visibleProperty().bind(model.problem().isNotEmpty());
        problem.managedProperty().bind(problem.visibleProperty());
        sites = tables.table("sites", site -> site.id().toString(), columns.sites(), List.of());
        servers = tables.table("servers", server -> server.kind() + "/" + server.name(), columns.servers(),
                columns.serverChips());
        hosts = tables.table("hosts", host -> host.id().toString(), columns.hosts(), List.of());
        certificates = tables.table("certificates", Certificate::serial, columns.certificates(),
                columns.certificateChips());
        model.sites().addListener(new WeakInvalidationListener(changed));
        model.servers().addListener(new WeakInvalidationListener(changed));
        model.hosts().addListener(new WeakInvalidationListener(changed));
        model.certificates().addListener(new WeakInvalidationListener(changed));
        live.freshness().addListener(new WeakInvalidationListener(changed));
        fill(sitesBox, sites, Site.class, "add-site");
        fill(serversBox, servers, ServerSummary.class, "join-server");
        agents.addTo(agentsBox);
        fill(hostsBox, hosts, Host.class, "add-host");
        fill(certificatesBox, certificates, Certificate.class, null);
        show();
    }

    private <R> void fill(VBox box, DataTable<R> table, Class<R> target, String add) {
        VBox.setVgrow(table, Priority.ALWAYS);
        if (add != null) {
            var line = new HBox();
            line.getStyleClass().add("tools");
            line.setUserData(add);
            box.getChildren().add(line);
        }
        box.getChildren().add(table);
        SelectionBar<R> bar = new SelectionBar<>(table, actions.of(target), controls);
        bar.watch(live.freshness());
        box.getChildren().add(bar);
    }

    private void show() {
        sites.show(model.sites());
        servers.show(model.servers());
        hosts.show(model.hosts().get());
        certificates.show(model.certificates().get());
        for (VBox box : List.of(sitesBox, serversBox, hostsBox, certificatesBox)) {
            box.getChildren().forEach(this::refresh);
        }
    }

    private void refresh(Node node) {
        if (node instanceof SelectionBar<?> bar) {
            bar.show();
        } else if (node instanceof HBox line && line.getUserData() instanceof String add) {
            line.getChildren().setAll(controls.button(actions.action(add, Void.class), null));
        }
    }

    /** The parameter is the kind and the name of a server, or nothing. */
    @Override
    public void arrive(Place place) {
        model.arrive();
        versions.arrive();
        String[] parts = place.parameter().split("/", 2);
        String wanted = TABS.get(parts[0]);
        if (wanted != null) {
            for (Tab tab : tabs.getTabs()) {
                if (tab.getId().equals(wanted)) {
                    tabs.getSelectionModel().select(tab);
                }
            }
            servers.select(List.of(place.parameter()));
        }
    }

    @Override
    public void leave() {
        model.leave();
        versions.leave();
    }
}

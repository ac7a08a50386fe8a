package secondsite.app.networks;

import jakarta.inject.Inject;
import java.util.List;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import secondsite.api.machine.MachineSummary;
import secondsite.api.recovery.CardAddress;
import secondsite.app.action.ActionControls;
import secondsite.app.action.Actions;
import secondsite.app.control.Status;
import secondsite.app.control.table.Chip;
import secondsite.app.control.table.Column;
import secondsite.app.control.table.DataTable;
import secondsite.app.fx.Texts;
import secondsite.app.navigation.Arrival;
import secondsite.app.navigation.Place;
import secondsite.app.networks.MappedNetwork.Judgement;
import secondsite.app.networks.NetworksViewModel.KnownCard;
import secondsite.app.session.LiveModel;
import secondsite.app.table.SelectionBar;
import secondsite.app.table.Tables;

/** The matrix of networks, and cards. */
public final class NetworksView implements Arrival {

    private final NetworksViewModel model;
    private final Texts texts;
    private final Tables tables;
    private final Actions actions;
    private final ActionControls controls;
    private final LiveModel live;
    private final InvalidationListener changed = _ -> show();
    private final InvalidationListener machinesChanged = _ -> showMachines();
    private final InvalidationListener cardsChanged = _ -> showCards();
    private DataTable<MappedNetwork> matrix;
    private SelectionBar<MappedNetwork> bar;
    private DataTable<MachineSummary> machines;
    private DataTable<KnownCard> cards;
    private SelectionBar<KnownCard> cardBar;

    @FXML
    private Label problem;
    @FXML
    private HBox tools;
    @FXML
    private VBox matrixBox;
    @FXML
    private VBox machinesBox;
    @FXML
    private VBox cardsBox;

    @Inject
    NetworksView(NetworksViewModel model, Texts texts, Tables tables, Actions actions, ActionControls controls,
            LiveModel live) {
        this.model = model;
        this.texts = texts;
        this.tables = tables;
        this.actions = actions;
        this.controls = controls;
        this.live = live;
    }

    @FXML
    private void initialize() {
        problem.textProperty().bind(model.problem());
        problem.visibleProperty().bind(model.problem().isNotEmpty());
        problem.managedProperty().bind(problem.visibleProperty());
        matrix = tables.table("networks", each -> each.network().id().toString(), columns(), chips());
        matrix.setOnOpen(network -> actions.action("map-network", MappedNetwork.class).start(network));
        bar = new SelectionBar<>(matrix, actions.of(MappedNetwork.class), controls);
        machines = tables.table("networks.machines", machine -> machine.id().toString(), machineColumns(), List.of());
        machines.selectedProperty().addListener(_ -> model.choose(
                machines.selectedRows().size() == 1 ? machines.selectedRows().getFirst() : null));
        cards = tables.table("networks.cards", KnownCard::mac, cardColumns(), List.of());
        cards.setOnOpen(card -> actions.action("change-card", KnownCard.class).start(card));
        cardBar = new SelectionBar<>(cards, actions.of(KnownCard.class), controls);
        for (DataTable<?> table : List.of(matrix, machines, cards)) {
            VBox.setVgrow(table, Priority.ALWAYS);
        }
        matrixBox.getChildren().addAll(matrix, bar);
        machinesBox.getChildren().add(machines);
        cardsBox.getChildren().addAll(cards, cardBar);
        model.networks().addListener(new WeakInvalidationListener(changed));
        live.freshness().addListener(new WeakInvalidationListener(changed));
        live.sites().addListener(new WeakInvalidationListener(changed));
        model.machines().addListener(new WeakInvalidationListener(machinesChanged));
        model.cards().addListener(new WeakInvalidationListener(cardsChanged));
        show();
        showMachines();
        showCards();
    }

    private void show() {
        matrix.show(model.networks().get());
        bar.show();
        tools.getChildren().setAll(controls.button(actions.action("add-network", Void.class), null));
    }

    private void showMachines() {
        machines.show(model.machines());
    }

    private void showCards() {
        cards.show(model.cards().get());
        cardBar.show();
    }

    @Override
    public void arrive(Place place) {
        model.arrive();
    }

    @Override
    public void leave() {
        model.leave();
    }

    private static Status status(MappedNetwork network) {
        return switch (network.judgement()) {
            case MAPPED -> Status.OK;
            case TARGET -> Status.IDLE;
            case TEST_IN_PRODUCTION -> Status.WARN;
            case UNMAPPED -> Status.CRIT;
        };
    }

    private String judged(MappedNetwork network) {
        return texts.text("networks.judgement." + network.judgement().name());
    }

    private List<Column<MappedNetwork>> columns() {
        return List.of(Tables.status("judgement", texts.text("networks.column.judgement"), 210, NetworksView::status,
                this::judged), Column.of("site", texts.text("infrastructure.site"), 130, MappedNetwork::site),
                Column.of("name", texts.text("networks.name"), 150, each -> each.network().name()),
                Column.of("subnet", texts.text("networks.subnet"), 140, each -> orNothing(each.network().subnet())),
                Column.of("gateway", texts.text("networks.gateway"), 120,
                        each -> orNothing(each.network().gateway())),
                Column.of("production", texts.text("networks.production"), 200,
                        each -> each.production().isEmpty() && each.judgement() == Judgement.UNMAPPED
                                ? texts.text("networks.production.none")
                                : each.production()),
                Column.of("test", texts.text("networks.test"), 200,
                        each -> each.test().isEmpty() && each.judgement() != Judgement.TARGET
                                ? texts.text("networks.test.none")
                                : each.test()));
    }

    private static String orNothing(String text) {
        return text == null ? "" : text;
    }

    private List<Chip<MappedNetwork>> chips() {
        return List.of(chip(Judgement.UNMAPPED, Status.CRIT), chip(Judgement.TEST_IN_PRODUCTION, Status.WARN),
                chip(Judgement.MAPPED, Status.OK), chip(Judgement.TARGET, Status.IDLE));
    }

    private Chip<MappedNetwork> chip(Judgement judgement, Status status) {
        return new Chip<>(judgement.name(), "judgement", texts.text("networks.judgement." + judgement.name()), status,
                network -> network.judgement() == judgement);
    }

    private List<Column<MachineSummary>> machineColumns() {
        return List.of(Column.of("name", texts.text("infrastructure.machine"), 200, MachineSummary::name),
                Column.of("host", texts.text("infrastructure.hostname"), 200,
                        machine -> orNothing(machine.hostName())));
    }

    private List<Column<KnownCard>> cardColumns() {
        return List.of(Column.of("mac", texts.text("networks.card.mac"), 150, KnownCard::mac),
                Column.of("addresses", texts.text("networks.card.addresses"), 180,
                        card -> card.nic() == null ? "" : String.join(", ", card.nic().addresses())),
                Column.of("network", texts.text("networks.card.network"), 170,
                        card -> card.card() == null || card.card().network() == null
                                ? texts.text("networks.card.by-subnet")
                                : model.name(card.card().network())),
                Column.of("production", texts.text("networks.card.production"), 180,
                        card -> address(card.card() == null ? null : card.card().production())),
                Column.of("test", texts.text("networks.card.test"), 180,
                        card -> address(card.card() == null ? null : card.card().test())));
    }

    private String address(CardAddress address) {
        return address == null || address.address() == null
                ? texts.text("networks.card.by-mapping")
                : address.address();
    }
}

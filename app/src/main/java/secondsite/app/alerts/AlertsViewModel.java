package secondsite.app.alerts;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import javafx.beans.InvalidationListener;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import secondsite.api.activity.Alert;
import secondsite.api.activity.ErrorText;
import secondsite.api.activity.Event;
import secondsite.api.client.ActivityClient.Events;
import secondsite.api.client.AlertClient;
import secondsite.app.dialog.Dialogs;
import secondsite.app.fx.Tasks;
import secondsite.app.fx.Texts;
import secondsite.app.navigation.Navigator;
import secondsite.app.navigation.Place;
import secondsite.app.navigation.Screen;
import secondsite.app.session.Catalogue;
import secondsite.app.session.LiveModel;
import secondsite.app.session.Session;
import secondsite.app.words.ToldText;

/** Alerts that are open, those that are over if they are wanted, and the events that were kept. */
@Singleton
public final class AlertsViewModel {

    private static final int CLOSED = 500;
    private static final int EVENTS = 200;

    private final Session session;
    private final LiveModel live;
    private final Tasks tasks;
    private final Dialogs dialogs;
    private final Catalogue catalogue;
    private final Navigator navigator;
    private final Texts texts;
    private final ToldText told;
    private final BooleanProperty closedToo = new SimpleBooleanProperty();
    private final ReadOnlyObjectWrapper<List<Alert>> alerts = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<List<Event>> events = new ReadOnlyObjectWrapper<>(List.of());
    private List<Alert> closed = List.of();
    private List<Event> older = List.of();

    /** What is said of an alert. */
    public record Explained(String happened, String cause, String evidence, String action) {}

    @Inject
    public AlertsViewModel(Session session, LiveModel live, Tasks tasks, Dialogs dialogs, Catalogue catalogue,
            Navigator navigator, Texts texts, ToldText told) {
        this.told = told;
        this.session = session;
        this.live = live;
        this.tasks = tasks;
        this.dialogs = dialogs;
        this.catalogue = catalogue;
        this.navigator = navigator;
        this.texts = texts;
        live.alerts().addListener((InvalidationListener) _ -> {
            join();
            askClosed();
        });
        live.events().addListener((InvalidationListener) _ -> joinEvents());
        closedToo.addListener(_ -> {
            join();
            askClosed();
        });
        join();
        joinEvents();
    }

    private void askClosed() {
        if (closedToo.get()) {
            tasks.run(() -> session.alerts().alerts(AlertClient.Filter.ALL, null, CLOSED).items(), all -> {
                closed = all.stream().filter(alert -> !alert.open()).toList();
                join();
            }, dialogs::fail);
        }
    }

    private void join() {
        List<Alert> all = new ArrayList<>(live.alerts());
        if (closedToo.get()) {
            all.addAll(closed);
        }
        all.sort(Comparator.comparing(Alert::open).reversed()
                .thenComparing(Comparator.comparing(Alert::severity).reversed())
                .thenComparing(Comparator.comparing(Alert::raised).reversed()));
        alerts.set(List.copyOf(all));
    }

    private void joinEvents() {
        List<Event> all = new ArrayList<>(live.events());
        long oldest = all.stream().mapToLong(Event::id).min().orElse(Long.MAX_VALUE);
        older.stream().filter(event -> event.id() < oldest).forEach(all::add);
        all.sort(Comparator.comparingLong(Event::id).reversed());
        events.set(List.copyOf(all));
    }

    /** Asks for events that happened before those that are known. */
    public void askOlder() {
        String after = events.get().isEmpty() ? null : Long.toString(events.get().getLast().id());
        tasks.run(() -> session.activity().events(Events.ALL, after, EVENTS).items(), more -> {
            List<Event> all = new ArrayList<>(older);
            all.addAll(more);
            older = List.copyOf(all);
            joinEvents();
        }, dialogs::fail);
    }

    /** Worst first. */
    public ReadOnlyObjectProperty<List<Alert>> alerts() {
        return alerts.getReadOnlyProperty();
    }

    /** Whether those that are over are shown too. */
    public BooleanProperty closedToo() {
        return closedToo;
    }

    /** Newest first. */
    public ReadOnlyObjectProperty<List<Event>> events() {
        return events.getReadOnlyProperty();
    }

    public String happened(Alert alert) {
        return catalogue.message(alert.code());
    }

    public String detail(Alert alert) {
        return told.of(alert.detail());
    }

    public Explained explained(Alert alert) {
        var known = catalogue.text(alert.code());
        return new Explained(happened(alert), known.map(ErrorText::cause).orElse(""),
                detail(alert), known.map(ErrorText::action).orElse(""));
    }

    /** What happened, in words where the console has some. */
    public String said(Event event) {
        String what = texts.textOr("event." + event.type(), event.type());
        return event.code() == null ? what : what + ": " + catalogue.message(event.code());
    }

    /** The screen of what the alert is about. */
    public void open(Alert alert) {
        navigator.go(switch (alert.kind()) {
            case "machine" -> new Place(Screen.MACHINE, alert.subject());
            case "plan" -> new Place(Screen.PLAN, alert.subject());
            default -> new Place(Screen.INFRASTRUCTURE, alert.kind() + "/" + alert.subject());
        });
    }

    /** The machine that it happened to; nothing where it was none. */
    public void open(Event event) {
        if (isMachine(event.subject())) {
            navigator.go(Screen.MACHINE, event.subject());
        }
    }

    private boolean isMachine(String subject) {
        try {
            return subject != null && live.machine(UUID.fromString(subject)).isPresent();
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}

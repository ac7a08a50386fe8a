package secondsite.app.failover;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import secondsite.api.point.MachinePoint;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.FailoverPreview;
import secondsite.api.recovery.FailoverRequest;

/** To which moment the disks are brought back: chosen by a word, from the list of points, or as a time. */
final class PointViewModel {

    /** How the moment is chosen. */
    enum Choice {
        NEWEST("latest"), NEWEST_APPLICATION("latest-app"), NEWEST_GROUP("latest-group"), LISTED(""), TIME("");

        private final String word;

        Choice(String word) {
            this.word = word;
        }
    }

    private final FailoverSurroundings around;
    private final Situation situation;
    private final FailoverKind kind;
    private final ObjectProperty<Choice> choice = new SimpleObjectProperty<>(Choice.NEWEST);
    private final ObjectProperty<MachinePoint> listed = new SimpleObjectProperty<>();
    private final StringProperty time = new SimpleStringProperty("");
    private final ObservableList<MachinePoint> points = FXCollections.observableArrayList();
    /** Held, as who listens to it does not hold it. */
    private final ObservableList<MachinePoint> pointsToRead = FXCollections
            .unmodifiableObservableList(points);
    private final ReadOnlyBooleanWrapper asking = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<FailoverPreview> preview = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private final StringBinding fault;
    private int asked;

    /** @param kind of the failover that the moment is for */
    PointViewModel(FailoverSurroundings around, Situation situation, FailoverKind kind) {
        this.around = around;
        this.situation = situation;
        this.kind = kind;
        this.fault = Bindings.createStringBinding(this::missing, choice, listed, time, preview, asking, problem);
        choice.addListener(_ -> resolve());
        listed.addListener(_ -> resolve());
        time.addListener(_ -> resolve());
    }

    /** Asks which points there are, and which moment is chosen now: the newest one moves. */
    void refresh() {
        around.tasks().run(() -> around.forecasts().points(situation.machine().id()), this::list,
                e -> problem.set(String.valueOf(e.getMessage())));
        resolve();
    }

    private void list(List<MachinePoint> all) {
        MachinePoint before = listed.get();
        points.setAll(all);
        listed.set(before == null
                ? null
                : all.stream().filter(each -> each.id().equals(before.id())).findFirst().orElse(null));
    }

    private void resolve() {
        int now = ++asked;
        preview.set(null);
        problem.set("");
        if (!word().isEmpty()) {
            asking.set(true);
            var request = FailoverRequest.of(kind, word());
            around.tasks().run(() -> around.forecasts().preview(situation.machine().id(), request),
                    answer -> take(now, () -> preview.set(answer)),
                    e -> take(now, () -> problem.set(String.valueOf(e.getMessage()))));
        } else {
            asking.set(false);
        }
    }

    private void take(int number, Runnable answer) {
        if (number == asked) {
            answer.run();
            asking.set(false);
        }
    }

    /** As a request says it; empty while nothing is chosen. */
    String word() {
        return switch (choice.get()) {
            case NEWEST, NEWEST_APPLICATION, NEWEST_GROUP -> choice.get().word;
            case LISTED -> listed.get() == null ? "" : listed.get().id().toString();
            case TIME -> typed().map(Instant::toString).orElse("");
        };
    }

    private Optional<Instant> typed() {
        try {
            return Optional.of(LocalDateTime.parse(time.get().strip().replace(' ', 'T'))
                    .atZone(around.clock().zone()).toInstant());
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    private String missing() {
        if (word().isEmpty()) {
            return around.text(choice.get() == Choice.TIME ? "failover.point.time.fault" : "failover.point.none");
        }
        if (asking.get()) {
            return around.text("failover.point.asking");
        }
        if (!problem.get().isEmpty()) {
            return problem.get();
        }
        return moment() == null ? around.text("failover.point.nothing") : "";
    }

    /** To which the disks would be brought back; null while that is not known. */
    Instant moment() {
        return preview.get() == null ? null : preview.get().pointTime();
    }

    /** In words: the moment, and how much older than what is kept that is. */
    StringBinding said() {
        return Bindings.createStringBinding(() -> saying(around.formats()::fullTime), preview, asking, problem,
                around.clock().now());
    }

    private String saying(Function<Instant, String> full) {
        Instant at = moment();
        if (at == null) {
            return problem.get().isEmpty() && asking.get() ? around.text("failover.point.asking") : problem.get();
        }
        return around.text("failover.point.chosen", full.apply(at), around.formats().ago(at));
    }

    /** Whether machines of a group can go back to one moment together. */
    boolean grouped() {
        return situation.protection().group() != null;
    }

    ObjectProperty<Choice> choice() {
        return choice;
    }

    ObjectProperty<MachinePoint> listed() {
        return listed;
    }

    /** In the zone of the window, like {@code 2026-11-20 02:40:00}. */
    StringProperty time() {
        return time;
    }

    ObservableList<MachinePoint> points() {
        return pointsToRead;
    }

    ReadOnlyBooleanProperty asking() {
        return asking.getReadOnlyProperty();
    }

    /** What a failover to that moment would do; null while that is not known. */
    ReadOnlyObjectProperty<FailoverPreview> preview() {
        return preview.getReadOnlyProperty();
    }

    ReadOnlyStringProperty problem() {
        return problem.getReadOnlyProperty();
    }

    /** Why one cannot go on with that; empty when one can. */
    StringBinding fault() {
        return fault;
    }
}

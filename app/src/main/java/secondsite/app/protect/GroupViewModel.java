package secondsite.app.protect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import secondsite.api.replication.ReplicationGroup;
import secondsite.app.action.ChosenMachine;
import secondsite.app.fx.Texts;

/** Into which replication group some machines go, and what becomes of the groups in which they were. */
final class GroupViewModel {

    private static final int MOST_MACHINES = 16;
    private static final int LONGEST_NAME = 63;
    /** Until somebody wishes another. */
    private static final int POINT_SECONDS = 900;
    private static final int HOLD_MILLIS = 1_000;

    /** Where they go. @param id of a group there is; null for none, and for a new one */
    record Choice(UUID id, boolean fresh) {

        static final Choice NONE = new Choice(null, false);
        static final Choice NEW = new Choice(null, true);
    }

    private final List<ReplicationGroup> groups;
    private final List<UUID> machines;
    private final Texts texts;
    private final ObjectProperty<Choice> choice;
    private final StringProperty name = new SimpleStringProperty("");
    private final StringBinding fault;

    GroupViewModel(List<ReplicationGroup> groups, List<ChosenMachine> chosen, Texts texts) {
        this.groups = groups.stream()
                .sorted(Comparator.comparing(ReplicationGroup::name, String.CASE_INSENSITIVE_ORDER)).toList();
        this.machines = chosen.stream().map(machine -> machine.summary().id()).toList();
        this.texts = texts;
        this.choice = new SimpleObjectProperty<>(now());
        this.fault = Bindings.createStringBinding(this::judge, choice, name);
    }

    /** The group in which all of them are now. */
    private Choice now() {
        return groups.stream().filter(group -> group.machines().containsAll(machines)).findFirst()
                .map(group -> new Choice(group.id(), false)).orElse(groups.isEmpty() ? Choice.NEW : Choice.NONE);
    }

    private String judge() {
        if (choice.get().fresh()) {
            return judgeName();
        }
        int together = target().map(group -> with(group).machines().size()).orElse(0);
        return together > MOST_MACHINES ? texts.text("group.full", MOST_MACHINES) : "";
    }

    private String judgeName() {
        String typed = name.get().strip();
        if (typed.isEmpty()) {
            return texts.text("group.name.missing");
        }
        if (typed.length() > LONGEST_NAME) {
            return texts.text("check.long", typed.length(), LONGEST_NAME);
        }
        return groups.stream().anyMatch(group -> group.name().equals(typed)) ? texts.text("check.taken", typed) : "";
    }

    private Optional<ReplicationGroup> target() {
        return choice.get().fresh()
                ? Optional.of(new ReplicationGroup(null, name.get().strip(), POINT_SECONDS, HOLD_MILLIS, List.of()))
                : groups.stream().filter(group -> group.id().equals(choice.get().id())).findFirst();
    }

    private ReplicationGroup with(ReplicationGroup group) {
        Set<UUID> all = new LinkedHashSet<>(group.machines());
        all.addAll(machines);
        return of(group, new ArrayList<>(all));
    }

    private static ReplicationGroup of(ReplicationGroup group, List<UUID> machines) {
        return new ReplicationGroup(group.id(), group.name(), group.pointSeconds(), group.holdMillis(), machines);
    }

    /** Groups that lose machines, as they are then; one without any goes. */
    List<ReplicationGroup> left() {
        return groups.stream().filter(group -> !group.id().equals(choice.get().id()))
                .filter(group -> group.machines().stream().anyMatch(machines::contains))
                .map(group -> of(group,
                        group.machines().stream().filter(machine -> !machines.contains(machine)).toList()))
                .toList();
    }

    /** The group that gets them, as it is then; empty when they are in none. */
    Optional<ReplicationGroup> joined() {
        return target().map(this::with);
    }

    List<ReplicationGroup> groups() {
        return groups;
    }

    ObjectProperty<Choice> choice() {
        return choice;
    }

    /** Of a new one. */
    StringProperty name() {
        return name;
    }

    /** What is wrong; empty when nothing is. */
    ObservableValue<String> fault() {
        return fault;
    }
}

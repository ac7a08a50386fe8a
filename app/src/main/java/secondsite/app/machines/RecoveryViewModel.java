package secondsite.app.machines;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import javafx.beans.InvalidationListener;
import javafx.beans.Observable;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import secondsite.api.host.Boot;
import secondsite.api.host.Probe;
import secondsite.api.machine.MachineDetail.KnownDisk;
import secondsite.api.recovery.RecoverySettings;
import secondsite.api.security.Role;
import secondsite.api.site.Network;
import secondsite.app.action.Permission;
import secondsite.app.action.Permissions;
import secondsite.app.fx.Tasks;
import secondsite.app.fx.Texts;
import secondsite.app.session.Session;

/** How the machine is to be brought up at the other site, as a person writes it; empty fields are as the machine itself. */
@Singleton
public final class RecoveryViewModel {

    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,6}");
    private static final int LEAST_MEBIBYTES = 16;

    /** How a machine begins: as told before, or by one of these. */
    enum Firmware {
        AS_BEFORE, BIOS, UEFI
    }

    /** What can be chosen, and how it stands at the server. */
    record Form(RecoverySettings settings, List<CardForm> cards, List<KnownDisk> disks, List<Network> networks) {}

    private record Asked(RecoverySettings settings, List<Network> networks) {}

    private final Session session;
    private final Permissions permissions;
    private final Tasks tasks;
    private final Texts texts;
    private final StringProperty memory = new SimpleStringProperty("");
    private final StringProperty processors = new SimpleStringProperty("");
    private final StringProperty shutDown = new SimpleStringProperty("");
    private final StringProperty probes = new SimpleStringProperty("");
    private final ObjectProperty<Firmware> firmware = new SimpleObjectProperty<>(Firmware.AS_BEFORE);
    private final ObjectProperty<UUID> bootDisk = new SimpleObjectProperty<>();
    private final BooleanProperty ownCards = new SimpleBooleanProperty();
    private final ReadOnlyObjectWrapper<Form> form = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper fault = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper said = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper changed = new ReadOnlyBooleanWrapper();
    private final InvalidationListener written = _ -> judge();
    private UUID machine;
    private MachineFacts facts;

    @Inject
    RecoveryViewModel(Session session, Permissions permissions, Tasks tasks, Texts texts) {
        this.session = session;
        this.permissions = permissions;
        this.tasks = tasks;
        this.texts = texts;
        List.<Observable>of(memory, processors, shutDown, probes, firmware, bootDisk, ownCards)
                .forEach(field -> field.addListener(written));
    }

    /** Asks for the settings of a machine, unless they are there: what somebody is writing stays. */
    void show(MachineFacts now) {
        facts = now;
        if (!now.summary().id().equals(machine)) {
            machine = now.summary().id();
            form.set(null);
            ask();
        }
    }

    private void ask() {
        UUID wanted = machine;
        tasks.run(() -> new Asked(session.failovers().settings(wanted), session.inventory().networks()),
                answer -> take(wanted, answer), e -> said.set(String.valueOf(e.getMessage())));
    }

    private void take(UUID id, Asked answer) {
        if (id.equals(machine)) {
            fill(answer.settings(), answer.networks());
        }
    }

    private void fill(RecoverySettings settings, List<Network> networks) {
        List<CardForm> cards = facts.detail().nics().stream().filter(nic -> nic.mac() != null)
                .map(nic -> new CardForm(nic, settings.cards() == null
                        ? null
                        : settings.cards().stream().filter(card -> card.mac().equalsIgnoreCase(nic.mac())).findFirst()
                                .orElse(null)))
                .toList();
        cards.forEach(card -> List.<Observable>of(card.network(), card.production(), card.productionGateway(),
                card.test(), card.testGateway()).forEach(field -> field.addListener(written)));
        form.set(null);
        memory.set(text(settings.memoryMebibytes()));
        processors.set(text(settings.processors()));
        shutDown.set(text(settings.shutDownSeconds()));
        probes.set(ProbeLines.write(settings.probes()));
        firmware.set(settings.boot() instanceof Boot.FromDisk(Boot.Firmware known)
                ? Firmware.valueOf(known.name())
                : Firmware.AS_BEFORE);
        bootDisk.set(settings.bootDisk());
        ownCards.set(settings.cards() != null);
        form.set(new Form(settings, cards, facts.detail().disks().stream().filter(disk -> !disk.gone()).toList(),
                networks));
        judge();
    }

    private static String text(Integer number) {
        return number == null ? "" : number.toString();
    }

    private void judge() {
        if (form.get() == null) {
            return;
        }
        Permission allowed = change();
        fault.set(allowed.allowed() ? faultOfFields() : allowed.reason());
        changed.set(faultOfFields().isEmpty() && !settings().equals(form.get().settings()));
    }

    private Permission change() {
        return permissions.role(Role.ADMIN);
    }

    boolean mayChange() {
        return change().allowed();
    }

    private String faultOfFields() {
        if (!number(memory) || !memory.get().isBlank() && Integer.parseInt(memory.get().strip()) < LEAST_MEBIBYTES) {
            return texts.text("recovery.fault.memory", LEAST_MEBIBYTES);
        }
        if (!number(processors)) {
            return texts.text("recovery.fault.processors");
        }
        if (!number(shutDown)) {
            return texts.text("recovery.fault.shut-down");
        }
        if (ProbeLines.read(probes.get()).isEmpty()) {
            return texts.text("recovery.fault.probes");
        }
        return form.get().cards().stream().filter(card -> !card.valid()).findFirst()
                .map(card -> texts.text("recovery.fault.card", card.nic().name())).orElse("");
    }

    static boolean number(StringProperty field) {
        return field.get().isBlank() || NUMBER.matcher(field.get().strip()).matches();
    }

    private static Integer value(StringProperty field) {
        return field.get().isBlank() ? null : Integer.valueOf(field.get().strip());
    }

    /** As they are written; to be asked for only when no field is at fault. */
    RecoverySettings settings() {
        List<Probe> asked = ProbeLines.read(probes.get()).orElseThrow();
        boolean cardsSaid = ownCards.get() || form.get().cards().stream().anyMatch(CardForm::said);
        return new RecoverySettings(value(memory), value(processors), boot(), bootDisk.get(),
                cardsSaid ? form.get().cards().stream().map(CardForm::card).toList() : null, asked, value(shutDown));
    }

    private Boot boot() {
        return switch (firmware.get()) {
            case AS_BEFORE -> form.get().settings().boot();
            case BIOS -> new Boot.FromDisk(Boot.Firmware.BIOS);
            case UEFI -> new Boot.FromDisk(Boot.Firmware.UEFI);
        };
    }

    void save() {
        if (!changed.get() || !fault.get().isEmpty()) {
            return;
        }
        UUID wanted = machine;
        RecoverySettings settings = settings();
        said.set("");
        tasks.run(() -> session.failovers().set(wanted, settings), answer -> {
            if (wanted.equals(machine)) {
                fill(answer, form.get().networks());
                said.set(texts.text("recovery.saved"));
            }
        }, e -> said.set(String.valueOf(e.getMessage())));
    }

    /** As it stands at the server. */
    void revert() {
        Optional.ofNullable(form.get()).ifPresent(now -> fill(now.settings(), now.networks()));
        said.set("");
    }

    StringProperty memory() {
        return memory;
    }

    StringProperty processors() {
        return processors;
    }

    StringProperty shutDown() {
        return shutDown;
    }

    StringProperty probes() {
        return probes;
    }

    ObjectProperty<Firmware> firmware() {
        return firmware;
    }

    /** Null for the first by name. */
    ObjectProperty<UUID> bootDisk() {
        return bootDisk;
    }

    /** Null until it was told. */
    ReadOnlyObjectProperty<Form> form() {
        return form.getReadOnlyProperty();
    }

    /** Why it cannot be saved; empty when it can. */
    ReadOnlyStringProperty fault() {
        return fault.getReadOnlyProperty();
    }

    /** What came of the last attempt to save; empty when there was none. */
    ReadOnlyStringProperty said() {
        return said.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty changed() {
        return changed.getReadOnlyProperty();
    }
}

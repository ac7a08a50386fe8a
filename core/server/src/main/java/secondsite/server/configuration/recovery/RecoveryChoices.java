package secondsite.server.configuration.recovery;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.Json;
import secondsite.api.ProblemCode;
import secondsite.api.host.MachineSpecification;
import secondsite.api.host.Probe;
import secondsite.api.recovery.RecoverySettings;
import secondsite.server.configuration.activity.AuditLog;
import secondsite.server.configuration.inventory.KnownMachine;
import secondsite.server.configuration.protection.Situations;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.KeptFailovers;
import secondsite.server.web.ProblemException;

/** How each machine is to be brought up, as people have said. */
@Singleton
public final class RecoveryChoices {

    static final int MOST_PROBES = 16;
    static final int LONGEST_SHUT_DOWN_SECONDS = 24 * 3600;
    private static final int USUAL_SHUT_DOWN_SECONDS = 300;

    private final Database database;
    private final KeptFailovers store;
    private final Situations situations;
    private final CardChecks cards;
    private final AuditLog audit;

    @Inject
    RecoveryChoices(Database database, KeptFailovers store, Situations situations, CardChecks cards,
            AuditLog audit) {
        this.database = database;
        this.store = store;
        this.situations = situations;
        this.cards = cards;
        this.audit = audit;
    }

    /** As said, or everything as the machine itself. @throws ProblemException when there is no such machine */
    public RecoverySettings of(UUID machine) {
        situations.machine(machine);
        return database.read(all -> store.settings(all, machine)).map(text -> read(machine, text))
                .orElse(RecoverySettings.DEFAULTS);
    }

    private static RecoverySettings read(UUID machine, String text) {
        try {
            return Json.read(text.getBytes(StandardCharsets.UTF_8), RecoverySettings.class);
        } catch (IOException e) {
            throw new UncheckedIOException("the recovery settings of machine " + machine + " cannot be read", e);
        }
    }

    private Map<UUID, RecoverySettings> others(UUID machine) {
        Map<UUID, RecoverySettings> others = new HashMap<>();
        database.read(store::allSettings).forEach((id, text) -> others.put(id, read(id, text)));
        others.remove(machine);
        return others;
    }

    /** @throws ProblemException when they cannot be meant, naming the field */
    public RecoverySettings set(UUID machine, RecoverySettings wanted, String who) {
        KnownMachine known = situations.machine(machine);
        check(known, wanted);
        String text = new String(Json.write(wanted), StandardCharsets.UTF_8);
        return database.write(change -> {
            store.setSettings(change, machine, text);
            audit.note(change, who, "recovery settings set", known.name(), text);
            return wanted;
        });
    }

    private void check(KnownMachine machine, RecoverySettings wanted) {
        range("memoryMebibytes", wanted.memoryMebibytes(), 16, MachineSpecification.MOST_MEMORY_MEBIBYTES);
        range("processors", wanted.processors(), 1, MachineSpecification.MOST_PROCESSORS);
        range("shutDownSeconds", wanted.shutDownSeconds(), 0, LONGEST_SHUT_DOWN_SECONDS);
        checkProbes(wanted.probes());
        if (wanted.bootDisk() != null && machine.disk(wanted.bootDisk()).isEmpty()) {
            throw wrong("bootDisk", wanted.bootDisk() + " is no disk of " + machine.name());
        }
        if (wanted.cards() != null) {
            cards.check(machine, wanted.cards(), others(machine.id()));
        }
    }

    static void checkProbes(List<Probe> probes) {
        range("probes", probes.size(), 0, MOST_PROBES);
    }

    static void range(String field, Integer value, int least, int most) {
        if (value != null && (value < least || value > most)) {
            throw wrong(field, "is " + least + " to " + most);
        }
    }

    static ProblemException wrong(String field, String what) {
        return new ProblemException(ProblemCode.BAD_REQUEST, "'" + field + "': " + what);
    }

    /** Those that decide whether a copy works. */
    List<Probe> probes(Undertaking now) {
        return Optional.ofNullable(now.request().probes()).orElseGet(() -> of(now.machine()).probes());
    }

    /** So long a machine may take to shut down before it is forced off. */
    int shutDownSeconds(Undertaking now) {
        return Optional.ofNullable(now.request().shutDownSeconds())
                .or(() -> Optional.ofNullable(of(now.machine()).shutDownSeconds())).orElse(USUAL_SHUT_DOWN_SECONDS);
    }
}

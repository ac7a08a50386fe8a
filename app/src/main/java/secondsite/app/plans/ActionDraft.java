package secondsite.app.plans;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import secondsite.api.host.Probe;
import secondsite.api.plan.PlanAction;
import secondsite.api.recovery.FailoverKind;

/**
 * An action while somebody writes it: what stands in the fields, right or not. Every change makes a new one.
 *
 * @param kinds   in which failovers it is done; empty for all
 * @param fields  as typed; those that its kind does not have are kept for when the kind changes back
 * @param before  the action that is changed, of which keep their place whatever the form does not show; null for a new one
 */
public record ActionDraft(ActionKind kind, ProbeKind probe, Set<FailoverKind> kinds, UUID machine,
        Map<Field, String> fields, PlanAction before) {

    /** What can be typed. */
    public enum Field {
        NAME, PROGRAM, ARGUMENTS, SECONDS, TEXT, MINUTES, PORT, PATH, STATUS, CONTAINS
    }

    public ActionDraft {
        kinds = Set.copyOf(kinds);
        fields = Map.copyOf(fields);
    }

    public static ActionDraft fresh(ActionKind kind) {
        return new ActionDraft(kind, ProbeKind.TCP, Set.of(), null,
                Map.of(Field.SECONDS, kind == ActionKind.DELAY ? "30" : "120", Field.PORT, "22", Field.PATH, "/",
                        Field.STATUS, "200"),
                null);
    }

    public static ActionDraft of(PlanAction action) {
        Map<Field, String> fields = new EnumMap<>(Field.class);
        fields.putAll(fresh(ActionKind.of(action)).fields());
        fields.put(Field.NAME, action.name());
        UUID machine = null;
        ProbeKind probe = ProbeKind.TCP;
        switch (action) {
            case PlanAction.Script script -> {
                fields.put(Field.PROGRAM, script.program());
                fields.put(Field.ARGUMENTS, String.join("\n", script.arguments()));
                fields.put(Field.SECONDS, Integer.toString(script.seconds()));
            }
            case PlanAction.Confirmation confirmation -> {
                fields.put(Field.TEXT, confirmation.text());
                fields.put(Field.MINUTES,
                        confirmation.minutes() == null ? "" : Integer.toString(confirmation.minutes()));
            }
            case PlanAction.Delay delay -> fields.put(Field.SECONDS, Integer.toString(delay.seconds()));
            case PlanAction.Question question -> {
                machine = question.machine();
                probe = ProbeKind.of(question.probe());
                write(question.probe(), fields);
            }
        }
        return new ActionDraft(ActionKind.of(action), probe, action.kinds(), machine, fields, action);
    }

    private static void write(Probe probe, Map<Field, String> fields) {
        fields.put(Field.SECONDS, Integer.toString(probe.seconds()));
        switch (probe) {
            case Probe.Tcp tcp -> fields.put(Field.PORT, Integer.toString(tcp.port()));
            case Probe.Http http -> {
                fields.put(Field.PORT, Integer.toString(http.port()));
                fields.put(Field.PATH, http.path());
                fields.put(Field.STATUS, Integer.toString(http.status()));
                fields.put(Field.CONTAINS, http.contains());
            }
            case Probe.Console console -> fields.put(Field.TEXT, console.text());
            case Probe.Script script -> {
                fields.put(Field.PROGRAM, script.program());
                fields.put(Field.ARGUMENTS, String.join("\n", script.arguments()));
            }
        }
    }

    public String typed(Field field) {
        return fields.getOrDefault(field, "");
    }

    public ActionDraft typed(Field field, String text) {
        Map<Field, String> changed = new EnumMap<>(Field.class);
        changed.putAll(fields);
        changed.put(field, text);
        return new ActionDraft(kind, probe, kinds, machine, changed, before);
    }

    public ActionDraft asking(UUID wanted) {
        return new ActionDraft(kind, probe, kinds, wanted, fields, before);
    }

    public ActionDraft by(ProbeKind wanted) {
        return new ActionDraft(kind, wanted, kinds, machine, fields, before);
    }

    /** Whether it is done in failovers of this kind; all or none of them ticked is the same. */
    public ActionDraft in(FailoverKind failover, boolean wanted) {
        Set<FailoverKind> changed = new TreeSet<>(kinds.isEmpty() ? Set.of(FailoverKind.values()) : kinds);
        if (wanted) {
            changed.add(failover);
        } else {
            changed.remove(failover);
        }
        return new ActionDraft(kind, probe,
                changed.size() == FailoverKind.values().length ? Set.of() : changed, machine, fields, before);
    }

    public boolean holdsFor(FailoverKind failover) {
        return kinds.isEmpty() || kinds.contains(failover);
    }

    /** The fields that it has. */
    public List<Field> shown() {
        return switch (kind) {
            case SCRIPT -> List.of(Field.NAME, Field.PROGRAM, Field.ARGUMENTS, Field.SECONDS);
            case CONFIRMATION -> List.of(Field.NAME, Field.TEXT, Field.MINUTES);
            case DELAY -> List.of(Field.NAME, Field.SECONDS);
            case PROBE -> switch (probe) {
                case TCP -> List.of(Field.NAME, Field.PORT, Field.SECONDS);
                case HTTP -> List.of(Field.NAME, Field.PORT, Field.PATH, Field.STATUS, Field.CONTAINS, Field.SECONDS);
                case CONSOLE -> List.of(Field.NAME, Field.TEXT, Field.SECONDS);
                case SCRIPT -> List.of(Field.NAME, Field.PROGRAM, Field.ARGUMENTS, Field.SECONDS);
            };
        };
    }

    /** For one without faults. */
    public PlanAction action() {
        String name = typed(Field.NAME).strip();
        return switch (kind) {
            case SCRIPT -> {
                PlanAction.Script old = before instanceof PlanAction.Script script ? script : null;
                yield new PlanAction.Script(name, kinds, typed(Field.PROGRAM).strip(), arguments(),
                        number(Field.SECONDS), old == null ? null : old.credential(),
                        old == null ? null : old.result());
            }
            case CONFIRMATION -> new PlanAction.Confirmation(name, kinds, typed(Field.TEXT).strip(),
                    typed(Field.MINUTES).isBlank() ? null : number(Field.MINUTES));
            case DELAY -> new PlanAction.Delay(name, kinds, number(Field.SECONDS));
            case PROBE -> new PlanAction.Question(name, kinds, machine, probeOfFields());
        };
    }

    private Probe probeOfFields() {
        return switch (probe) {
            case TCP -> new Probe.Tcp(number(Field.PORT), number(Field.SECONDS));
            case HTTP -> new Probe.Http(number(Field.PORT), typed(Field.PATH).strip(), number(Field.STATUS),
                    typed(Field.CONTAINS), number(Field.SECONDS));
            case CONSOLE -> new Probe.Console(typed(Field.TEXT), number(Field.SECONDS));
            case SCRIPT -> new Probe.Script(typed(Field.PROGRAM).strip(), arguments(), number(Field.SECONDS));
        };
    }

    List<String> arguments() {
        return typed(Field.ARGUMENTS).isEmpty() ? List.of() : List.of(typed(Field.ARGUMENTS).split("\n", -1));
    }

    /** @throws NumberFormatException when no whole number stands there */
    int number(Field field) {
        return Integer.parseInt(typed(field).strip());
    }
}

package secondsite.api.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import secondsite.api.host.Probe;
import secondsite.api.recovery.FailoverKind;

/** What is done before or after a group of machines. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "action")
@JsonSubTypes({@JsonSubTypes.Type(value = PlanAction.Script.class, name = "script"),
        @JsonSubTypes.Type(value = PlanAction.Confirmation.class, name = "confirmation"),
        @JsonSubTypes.Type(value = PlanAction.Delay.class, name = "delay"),
        @JsonSubTypes.Type(value = PlanAction.Question.class, name = "probe")})
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public sealed interface PlanAction {

    /** For people. */
    String name();

    /** In which kinds of failover it is done; empty for all. */
    Set<FailoverKind> kinds();

    /** Whether it is done in a failover of this kind. */
    default boolean holdsFor(FailoverKind kind) {
        return kinds().isEmpty() || kinds().contains(kind);
    }

    /** In their order: the same action is always written in the same way. */
    private static Set<FailoverKind> ordered(Set<FailoverKind> kinds) {
        var ordered = EnumSet.noneOf(FailoverKind.class);
        if (kinds != null) {
            ordered.addAll(kinds);
        }
        return Collections.unmodifiableSet(ordered);
    }

    /** What a value is that a script answers. */
    enum ValueType {
        TEXT, NUMBER, TRUTH,
        /** A text that is checked and forgotten. */
        SECRET
    }

    /**
     * A program of the configuration server ends with 0. It is one of those in the folder that the server's administrator set up for this.
     *
     * @param program    name of its file
     * @param arguments  at most 20; they stand in logs
     * @param seconds    after which it is killed, and counts as failed
     * @param credential id of what it finds as {@code SECONDSITE_USER} and {@code SECONDSITE_SECRET} in its environment; null for none
     * @param result     the fields of the JSON object that it writes to its output, with their types; empty when only its exit code counts
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Script(String name, Set<FailoverKind> kinds, String program, List<String> arguments, int seconds,
            UUID credential, Map<String, ValueType> result) implements PlanAction {

        public Script {
            kinds = ordered(kinds);
            arguments = arguments == null ? List.of() : List.copyOf(arguments);
            result = result == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(result));
        }
    }

    /**
     * A person says that something is so, or is done.
     *
     * @param text    what is to be confirmed
     * @param minutes after which it counts as failed; null for never
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Confirmation(String name, Set<FailoverKind> kinds, String text, Integer minutes) implements PlanAction {

        public Confirmation {
            kinds = ordered(kinds);
        }
    }

    /** Some time passes. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Delay(String name, Set<FailoverKind> kinds, int seconds) implements PlanAction {

        public Delay {
            kinds = ordered(kinds);
        }
    }

    /**
     * A machine that was brought up by the plan is asked whether it works.
     *
     * @param machine one of this group or an earlier one, where it stands after a group; of an earlier one, where it stands before
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Question(String name, Set<FailoverKind> kinds, UUID machine, Probe probe) implements PlanAction {

        public Question {
            kinds = ordered(kinds);
        }
    }
}

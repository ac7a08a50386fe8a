package secondsite.server.configuration.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static secondsite.api.replication.ProtectionState.ENABLING;
import static secondsite.api.replication.ProtectionState.INITIAL_REPLICATION;
import static secondsite.api.replication.ProtectionState.PROTECTED;
import static secondsite.api.replication.ProtectionState.RESYNCHRONIZING;
import static secondsite.api.replication.ProtectionState.RESYNC_REQUIRED;
import static secondsite.api.replication.ProtectionState.UNPROTECTED;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import secondsite.api.activity.ErrorCode;
import secondsite.api.replication.AllowedAction;
import secondsite.api.replication.ProtectionAction;
import secondsite.api.replication.ProtectionState;
import secondsite.server.configuration.protection.MachineLife.Happening;
import secondsite.server.configuration.protection.MachineLife.Situation;

class MachineLifeTest {

    /** The comment of the class is what people read; the code must not say anything else. */
    @Test
    void theCommentListsEveryTransitionAndNoOther() throws IOException {
        var told = new TreeMap<String, Set<String>>();
        String source = Files.readString(
                Path.of("src/main/java/secondsite/server/configuration/protection/MachineLife.java"));
        String table = source.substring(source.indexOf("<pre>"), source.indexOf("</pre>"));
        String row = "";
        for (String line : table.lines().filter(each -> each.contains("→")).toList()) {
            String begin = line.replaceAll("^ \\* (\\w*) .*", "$1");
            row = begin.isEmpty() ? row : begin;
            String of = row;
            Pattern.compile("(\\w+) +→ (\\w+)").matcher(line).results().forEach(found -> told
                    .computeIfAbsent(of, _ -> new TreeSet<>()).add(found.group(1) + " → " + found.group(2)));
        }
        var real = new TreeMap<String, Set<String>>();
        for (ProtectionState state : ProtectionState.values()) {
            for (Happening happening : Happening.values()) {
                MachineLife.after(state, happening).ifPresent(after -> real
                        .computeIfAbsent(state.name(), _ -> new TreeSet<>()).add(happening + " → " + after));
            }
        }
        assertThat(told).isEqualTo(real);
    }

    @Test
    void everyStateIsReachedAndLeadsBackToUnprotected() {
        assertThat(reachedFrom(UNPROTECTED)).containsExactlyInAnyOrder(ProtectionState.values());
        for (ProtectionState state : ProtectionState.values()) {
            assertThat(reachedFrom(state)).as(state.name()).contains(UNPROTECTED);
        }
    }

    private static Set<ProtectionState> reachedFrom(ProtectionState first) {
        Set<ProtectionState> reached = EnumSet.of(first);
        var open = new ArrayDeque<>(reached);
        while (!open.isEmpty()) {
            ProtectionState state = open.pop();
            Arrays.stream(Happening.values()).flatMap(what -> MachineLife.after(state, what).stream())
                    .filter(reached::add).forEach(open::add);
        }
        return reached;
    }

    @Test
    void anActionIsAllowedOrHasAReason() {
        for (ProtectionState state : ProtectionState.values()) {
            for (AllowedAction action : MachineLife.actions(situation(state))) {
                assertThat(action.allowed()).as(state + " " + action).isEqualTo(action.reason() == null);
            }
            assertThat(MachineLife.actions(situation(state))).extracting(AllowedAction::action)
                    .containsExactly(ProtectionAction.values());
        }
    }

    @Test
    void whileAJobRunsNothingBeginsThatNeedsOne() {
        for (ProtectionAction action : EnumSet.complementOf(EnumSet.of(ProtectionAction.PAUSE, ProtectionAction.RESUME,
                ProtectionAction.SET_POLICY, ProtectionAction.ENABLE, ProtectionAction.TEST_FAILOVER,
                ProtectionAction.CHANGE_POINT, ProtectionAction.COMMIT, ProtectionAction.CANCEL_FAILOVER,
                ProtectionAction.REVERSE))) {
            assertThat(MachineLife.refusal(action, new Situation(PROTECTED, false, true, true, 2, 1, false, false)))
                    .as(action.name())
                    .contains(ErrorCode.JOB_RUNNING);
        }
        assertThat(MachineLife.refusal(ProtectionAction.ENABLE,
                new Situation(UNPROTECTED, false, true, true, 0, 1, false, false)))
                .contains(ErrorCode.JOB_RUNNING);
    }

    @Test
    void eachRefusalNamesWhatStandsInTheWay() {
        Map<ErrorCode, Boolean> asExpected = new TreeMap<>();
        asExpected.put(ErrorCode.ALREADY_PROTECTED, refused(ProtectionAction.ENABLE, situation(ENABLING),
                ErrorCode.ALREADY_PROTECTED));
        asExpected.put(ErrorCode.NO_DISKS, refused(ProtectionAction.ENABLE,
                new Situation(UNPROTECTED, false, false, true, 0, 0, false, false), ErrorCode.NO_DISKS));
        asExpected.put(ErrorCode.AGENT_NEVER_SEEN, refused(ProtectionAction.ENABLE,
                new Situation(UNPROTECTED, false, false, false, 0, 1, false, false), ErrorCode.AGENT_NEVER_SEEN));
        asExpected.put(ErrorCode.NOT_PROTECTED, refused(ProtectionAction.PAUSE, situation(UNPROTECTED),
                ErrorCode.NOT_PROTECTED));
        asExpected.put(ErrorCode.PAUSED, refused(ProtectionAction.RESYNC,
                new Situation(RESYNC_REQUIRED, true, false, true, 1, 0, false, false), ErrorCode.PAUSED));
        asExpected.put(ErrorCode.NOT_PAUSED, refused(ProtectionAction.RESUME, situation(PROTECTED),
                ErrorCode.NOT_PAUSED));
        asExpected.put(ErrorCode.RESYNC_RUNNING, refused(ProtectionAction.RESYNC, situation(RESYNCHRONIZING),
                ErrorCode.RESYNC_RUNNING));
        asExpected.put(ErrorCode.INITIAL_REPLICATION_RUNNING, refused(ProtectionAction.BOOKMARK,
                situation(INITIAL_REPLICATION), ErrorCode.INITIAL_REPLICATION_RUNNING));
        asExpected.put(ErrorCode.LAST_DISK, refused(ProtectionAction.REMOVE_DISK,
                new Situation(PROTECTED, false, false, true, 1, 0, false, false), ErrorCode.LAST_DISK));
        asExpected.put(ErrorCode.RESYNC_REQUIRED, refused(ProtectionAction.VERIFY, situation(RESYNC_REQUIRED),
                ErrorCode.RESYNC_REQUIRED));
        asExpected.put(ErrorCode.FAILOVER_OPEN, refused(ProtectionAction.TEST_FAILOVER,
                new Situation(PROTECTED, false, false, true, 2, 1, true, false), ErrorCode.FAILOVER_OPEN));
        asExpected.put(ErrorCode.NO_FAILOVER, refused(ProtectionAction.COMMIT, situation(PROTECTED),
                ErrorCode.NO_FAILOVER));
        asExpected.put(ErrorCode.FAILED_OVER, refused(ProtectionAction.UNPLANNED_FAILOVER,
                situation(ProtectionState.FAILED_OVER), ErrorCode.FAILED_OVER));
        assertThat(asExpected).doesNotContainValue(false);
    }

    private static boolean refused(ProtectionAction action, Situation now, ErrorCode reason) {
        return MachineLife.refusal(action, now).filter(reason::equals).isPresent();
    }

    private static Situation situation(ProtectionState state) {
        return new Situation(state, false, false, true, 2, 1, false, false);
    }
}

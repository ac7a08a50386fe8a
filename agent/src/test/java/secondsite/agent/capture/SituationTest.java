package secondsite.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteOrder;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import secondsite.engine.journal.JournalIdentity;

class SituationTest {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00.123456Z");

    private static Situation in(CaptureState state) {
        Situation begin = Situation.begin(NOW);
        Situation gap = begin.gap(GapReason.SPOOL_FULL, "why", false, NOW);
        return switch (state) {
            case LOGGING -> begin;
            case RESYNC_REQUIRED -> gap;
            case RESYNCING -> gap.resyncBegins(NOW);
            case FENCED -> begin.fenced(3, false, NOW);
            case UNPROTECTED -> begin.protectionEnds(NOW);
        };
    }

    private static void leads(UnaryOperator<Situation> action, CaptureState... expected) {
        for (CaptureState state : CaptureState.values()) {
            CaptureState then = expected[state.ordinal()];
            if (then == null) {
                assertThatThrownBy(() -> action.apply(in(state))).as("from %s", state)
                        .isInstanceOf(IllegalStateException.class).hasMessageContaining(state.name());
            } else {
                assertThat(action.apply(in(state)).state()).as("from %s", state).isEqualTo(then);
            }
        }
    }

    @Test
    void eachActionLeadsWhereTheTableSays() {
        CaptureState logging = CaptureState.LOGGING;
        CaptureState required = CaptureState.RESYNC_REQUIRED;
        CaptureState resyncing = CaptureState.RESYNCING;
        CaptureState fenced = CaptureState.FENCED;
        leads(from -> from.gap(GapReason.SPOOL_FAILED, "", false, NOW), required, required, required, null, null);
        leads(from -> from.resyncBegins(NOW), null, resyncing, null, null, null);
        leads(from -> from.resyncEnded(NOW), null, null, logging, null, null);
        leads(from -> from.fenced(2, false, NOW), fenced, fenced, fenced, fenced, null);
        leads(from -> from.fenced(2, true, NOW), fenced, fenced, fenced, fenced, null);
        leads(from -> from.doubted(), null, null, null, fenced, null);
        leads(from -> from.released(NOW), null, null, null, logging, null);
        assertThat(in(fenced).doubted().released(NOW).state()).isEqualTo(required);
        leads(from -> from.protectionBegins(NOW), null, null, null, null, logging);
        CaptureState unprotected = CaptureState.UNPROTECTED;
        leads(from -> from.protectionEnds(NOW), unprotected, unprotected, unprotected, unprotected, unprotected);
    }

    @Test
    void theFirstReasonStaysAndTheWholeDiskIsNotForgotten() {
        Situation first = in(CaptureState.RESYNC_REQUIRED);
        Situation second = first.gap(GapReason.EVIDENCE_LOST, "more", true, NOW.plusSeconds(5));
        assertThat(second.reason()).isEqualTo(GapReason.SPOOL_FULL);
        assertThat(second.since()).isEqualTo(NOW);
        assertThat(second.wholeDisk()).isTrue();
        assertThat(second.gap(GapReason.ORDERED, "", false, NOW).wholeDisk()).isTrue();
        assertThat(second.resyncBegins(NOW).wholeDisk()).isFalse();
    }

    @Test
    void everySituationComesBackFromItsBytes() {
        var identity = new JournalIdentity(new UUID(1, 2), 1L << 40);
        for (CaptureState state : CaptureState.values()) {
            for (boolean flag : List.of(true, false)) {
                var record = new CaptureRecord(identity, new UUID(3, 4), flag, !flag,
                        flag ? CopyStage.BEGUN : CopyStage.OVER, 7, 99, in(state));
                assertThat(CaptureRecord.decode(record.encode().order(ByteOrder.LITTLE_ENDIAN))).isEqualTo(record);
            }
        }
    }

    @Test
    void aLongDetailIsCut() {
        Situation gap = in(CaptureState.LOGGING).gap(GapReason.SPOOL_FAILED, "ä€".repeat(5000), true, NOW);
        var record = new CaptureRecord(new JournalIdentity(new UUID(1, 2), 5), new UUID(3, 4), true, true,
                CopyStage.NONE, 1, 1, gap);
        assertThat(CaptureRecord.decode(record.encode().order(ByteOrder.LITTLE_ENDIAN)).situation()).isEqualTo(gap);
    }
}

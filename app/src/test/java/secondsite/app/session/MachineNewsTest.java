package secondsite.app.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javafx.collections.ListChangeListener;
import org.junit.jupiter.api.Test;
import secondsite.api.machine.MachineSummary;

/** What the windows are told of what the server answered about machines. */
class MachineNewsTest {

    private final MachineNews news = new MachineNews();
    private final LiveModel model = new LiveModel(new Hearing(InstantSource.system()));
    private final List<Integer> changed = new ArrayList<>();

    private static MachineSummary machine(int number, double rpo) {
        return FabricatedDeployment.machine(number, "m" + number, "PROTECTED", "OK", rpo, null);
    }

    private static List<MachineSummary> machines(int count) {
        return IntStream.range(0, count).mapToObj(number -> machine(number, 4)).toList();
    }

    /** How many machines each piece changes. */
    private List<Integer> told() {
        changed.clear();
        ListChangeListener<MachineSummary> counts = change -> {
            int count = 0;
            while (change.next()) {
                count += Math.max(change.getAddedSize(), change.getRemovedSize());
            }
            changed.add(count);
        };
        model.machines().addListener(counts);
        List<Consumer<LiveModel>> pieces = news.take();
        pieces.forEach(piece -> piece.accept(model));
        model.machines().removeListener(counts);
        assertThat(changed).hasSameSizeAs(pieces);
        return changed;
    }

    @Test
    void manyMachinesComeInPieces() {
        news.all(machines(1_200));
        assertThat(told()).containsExactly(500, 500, 200);
        assertThat(model.machines()).hasSize(1_200);
        assertThat(news.known()).isEqualTo(1_200);
    }

    @Test
    void ofAllMachinesThoseAreToldThatAreOtherThanBefore() {
        news.all(machines(1_200));
        told();
        List<MachineSummary> later = new ArrayList<>(machines(1_200));
        later.set(7, machine(7, 900));
        later.removeLast();
        news.all(later);
        assertThat(told()).containsExactly(1, 1);
        assertThat(model.machine(machine(7, 0).id())).contains(machine(7, 900));
        assertThat(model.machines()).hasSize(1_199);
        news.all(later);
        assertThat(told()).isEmpty();
    }

    @Test
    void aMachineThatIsGoneIsGoneAndOneThatCameBackIsThere() {
        news.all(machines(2));
        told();
        news.gone(machine(1, 0).id());
        told();
        assertThat(model.machines()).containsExactly(machine(0, 4));
        news.one(machine(1, 5));
        told();
        assertThat(model.machines()).containsExactlyInAnyOrder(machine(0, 4), machine(1, 5));
    }

    @Test
    void whatWasAnsweredBeforeAQuestionFailedIsNotTakenForKnown() {
        news.all(machines(3));
        news.nothing();
        assertThat(told()).isEmpty();
        news.all(machines(3));
        assertThat(told()).containsExactly(3);
    }
}

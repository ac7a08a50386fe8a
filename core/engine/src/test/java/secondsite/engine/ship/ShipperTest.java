package secondsite.engine.ship;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShipperTest {

    private static final long SECOND = 1_000_000_000L;

    private final Shipper shipper = new Shipper(ShippingSettings.DEFAULTS, new Random(1));
    private long now;
    private Shipper.Held held = new Shipper.Held(1, 100, 2);

    private Step next() {
        return shipper.next(now, held);
    }

    private static Answer accepted(long gateway, long target) {
        return new Answer.Accepted(new Position(2, gateway, target));
    }

    private void begin(long gateway) {
        shipper.answered(((Step.Ask) next()).ticket(), accepted(gateway, gateway), now);
    }

    private long send(long from, long to) {
        assertThat(next()).isEqualTo(new Step.Send(from));
        return shipper.sending(from, to);
    }

    @Test
    void asksBeforeItSendsAndBeginsWhereTheReceiverEnds() {
        begin(40);
        assertThat(next()).isEqualTo(new Step.Send(41));
    }

    @Test
    void hasNoMoreSlicesUnderWayThanAllowed() {
        begin(0);
        send(1, 10);
        send(11, 20);
        long third = send(21, 30);
        assertThat(next()).isInstanceOf(Step.Pause.class);
        shipper.answered(third, accepted(30, 0), now);
        assertThat(next()).isEqualTo(new Step.Send(31));
    }

    @Test
    void resumesWhereTheLastAcknowledgementWas() {
        begin(0);
        long first = send(1, 10);
        long second = send(11, 20);
        shipper.answered(first, accepted(10, 0), now);
        shipper.answered(second, new Answer.Unavailable("cut"), now);
        assertThat(shipper.state()).isInstanceOf(ShippingState.Waiting.class);
        now += 60 * SECOND;
        begin(10);
        assertThat(next()).isEqualTo(new Step.Send(11));
    }

    @Test
    void forgetsAnswersToWhatItSentBeforeItAskedAgain() {
        begin(0);
        long first = send(1, 10);
        long second = send(11, 20);
        shipper.answered(first, new Answer.Gap(1), now);
        begin(0);
        assertThat(shipper.awaits(second)).isFalse();
        shipper.answered(second, accepted(20, 20), now);
        assertThat(next()).isEqualTo(new Step.Send(1));
        assertThat(shipper.position().gatewaySequence()).isZero();
    }

    @Test
    void waitsLongerFromFailureToFailureUpToALimitAndNeverAsLongAsTheOthers() {
        var waits = new ArrayList<Long>();
        for (int i = 0; i < 12; i++) {
            shipper.answered(((Step.Ask) next()).ticket(), new Answer.Unavailable("nobody there"), now);
            long wait = ((Step.Pause) next()).nanos();
            waits.add(wait);
            now += wait;
        }
        for (int i = 0; i < waits.size(); i++) {
            double bound = Math.min(30, 0.25 * Math.pow(2, i)) * SECOND;
            assertThat((double) waits.get(i)).isBetween(bound / 2, bound);
        }
        var others = new ArrayList<Long>();
        for (long seed = 0; seed < 20; seed++) {
            Shipper other = new Shipper(ShippingSettings.DEFAULTS, new Random(seed));
            other.answered(((Step.Ask) other.next(0, held)).ticket(), new Answer.Unavailable("nobody there"), 0);
            others.add(((Step.Pause) other.next(0, held)).nanos());
        }
        assertThat(others.stream().distinct().count()).isGreaterThan(15);
    }

    @Test
    void beginsWithShortWaitsAgainAfterASuccess() {
        for (int i = 0; i < 6; i++) {
            shipper.answered(((Step.Ask) next()).ticket(), new Answer.Unavailable("nobody there"), now);
            now += 60 * SECOND;
        }
        begin(0);
        shipper.answered(send(1, 10), accepted(10, 0), now);
        shipper.answered(send(11, 20), new Answer.Unavailable("cut"), now);
        assertThat(((Step.Pause) next()).nanos()).isLessThanOrEqualTo(SECOND / 4);
    }

    @Test
    void aPauseThatTheReceiverAsksForIsNoFailure() {
        begin(0);
        shipper.answered(send(1, 10), new Answer.Busy(Duration.ofSeconds(7), "full"), now);
        assertThat(shipper.state()).isEqualTo(new ShippingState.Waiting("full", true, 7 * SECOND));
        assertThat(next()).isEqualTo(new Step.Pause(7 * SECOND));
        now = 7 * SECOND;
        begin(0);
        shipper.answered(send(1, 10), new Answer.Unavailable("cut"), now);
        assertThat(((Step.Pause) next()).nanos()).isLessThanOrEqualTo(SECOND / 4);
    }

    @Test
    void isFencedByAHigherEpochAndSendsNoMore() {
        begin(0);
        shipper.answered(send(1, 10), new Answer.StaleEpoch(3), now);
        assertThat(shipper.state()).isEqualTo(new ShippingState.Fenced(3));
        for (int i = 0; i < 100; i++) {
            now += 100 * SECOND;
            assertThat(next()).isInstanceOf(Step.Pause.class);
        }
    }

    @Test
    void knowsWhenItIsFencedWhetherEverythingHadArrived() {
        begin(0);
        shipper.answered(send(1, 100), accepted(100, 40), now);
        now += 100 * SECOND;
        shipper.answered(((Step.Ask) next()).ticket(), new Answer.Accepted(new Position(3, 100, 100)), now);
        assertThat(shipper.state()).isEqualTo(new ShippingState.Fenced(3));
        assertThat(shipper.position().targetSequence()).isEqualTo(100);
    }

    @Test
    void endsWhereTheReceiverTakesNothingOfAnEpochThatIsOver() {
        held = new Shipper.Held(1, 100, 5);
        begin(40);
        shipper.answered(send(41, 50), new Answer.StaleEpoch(4), now);
        begin(40);
        shipper.answered(send(41, 50), new Answer.StaleEpoch(4), now);
        assertThat(shipper.state()).isEqualTo(new ShippingState.EpochOver(41, 4));
        assertThat(next()).isInstanceOf(Step.Pause.class);
    }

    @Test
    void isFencedAlsoWhenOnlyThePositionTellsOfTheHigherEpoch() {
        shipper.answered(((Step.Ask) next()).ticket(), new Answer.Accepted(new Position(3, 0, 0)), now);
        assertThat(shipper.state()).isEqualTo(new ShippingState.Fenced(3));
    }

    @Test
    void stopsWhenTheReceiverKnowsMoreThanItself() {
        shipper.answered(((Step.Ask) next()).ticket(), accepted(101, 50), now);
        assertThat(shipper.state()).isEqualTo(new ShippingState.ReceiverAhead(101, 100));
        assertThat(next()).isInstanceOf(Step.Pause.class);
    }

    @Test
    void stopsWhenTheReceiverMissesWhatIsNoLongerHere() {
        held = new Shipper.Held(51, 100, 2);
        shipper.answered(((Step.Ask) next()).ticket(), accepted(49, 0), now);
        assertThat(shipper.state()).isEqualTo(new ShippingState.ReceiverTooFarBehind(50, 51));
        Shipper other = new Shipper(ShippingSettings.DEFAULTS, new Random(1));
        other.answered(((Step.Ask) other.next(0, held)).ticket(), accepted(50, 0), 0);
        assertThat(other.next(0, held)).isEqualTo(new Step.Send(51));
    }

    @Test
    void noticesAReceiverThatLostWhatItHadAndSendsItAgain() {
        begin(0);
        shipper.answered(send(1, 100), accepted(100, 0), now);
        now += SECOND;
        shipper.answered(((Step.Ask) next()).ticket(), accepted(30, 0), now);
        assertThat(next()).isEqualTo(new Step.Send(31));
    }

    @Test
    void sendsAgainWhatWasAnsweredForAndIsNotThere() {
        begin(0);
        long first = send(1, 50);
        shipper.answered(send(51, 100), accepted(0, 0), now);
        now += SECOND;
        shipper.answered(((Step.Ask) next()).ticket(), accepted(0, 0), now);
        assertThat(next()).as("the first slice may still arrive").isInstanceOf(Step.Pause.class);
        shipper.answered(first, accepted(50, 0), now);
        now += SECOND;
        shipper.answered(((Step.Ask) next()).ticket(), accepted(50, 0), now);
        assertThat(next()).isEqualTo(new Step.Send(51));
    }

    @Test
    void asksForTheTargetWhileItLagsBehindTheGateway() {
        begin(0);
        shipper.answered(send(1, 100), accepted(100, 60), now);
        now += SECOND;
        shipper.answered(((Step.Ask) next()).ticket(), accepted(100, 100), now);
        assertThat(shipper.position()).isEqualTo(new Position(2, 100, 100));
        now += SECOND;
        assertThat(next()).as("only now and then when all is there").isInstanceOf(Step.Pause.class);
        now += 10 * SECOND;
        assertThat(next()).isInstanceOf(Step.Ask.class);
    }

    @Test
    void asksSoonAfterASliceWasTakenAndThenEverMoreSeldom() {
        begin(0);
        long slice = send(1, 100);
        now += 10 * SECOND;
        shipper.answered(slice, accepted(100, 0), now);
        var pauses = new ArrayList<Long>();
        while (pauses.size() < 5) {
            switch (next()) {
                case Step.Pause pause -> {
                    pauses.add(pause.nanos() / 1_000);
                    now += pause.nanos();
                }
                case Step.Ask ask -> shipper.answered(ask.ticket(), accepted(100, 0), now);
                case Step.Send send -> throw new AssertionError(send);
            }
        }
        assertThat(pauses).containsExactly(31_250L, 62_500L, 125_000L, 250_000L, 250_000L);
    }

    @Test
    void answersThatOvertakeEachOtherTellNothingOlder() {
        begin(0);
        long first = send(1, 10);
        long second = send(11, 20);
        shipper.answered(second, accepted(20, 5), now);
        shipper.answered(first, accepted(10, 0), now);
        assertThat(shipper.position()).isEqualTo(new Position(2, 20, 5));
    }

    @Test
    void asksSoonAgainAfterARefusalAndThenLaterAndLater() {
        var waits = new ArrayList<Long>();
        for (int i = 0; i < 11; i++) {
            shipper.answered(((Step.Ask) next()).ticket(), new Answer.Refused("no such disk"), now);
            assertThat(shipper.state()).isEqualTo(new ShippingState.Refused("no such disk"));
            long wait = ((Step.Pause) next()).nanos();
            waits.add(wait * 4 / SECOND);
            now += wait;
        }
        assertThat(waits).as("quarters of a second").containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 240L, 240L,
                240L);
        begin(0);
        assertThat(shipper.state()).isEqualTo(new ShippingState.Shipping());
    }

    @Test
    void doesNotAskWithoutEndAboutAGapThatStays() {
        begin(0);
        var waits = new ArrayList<Step>();
        for (int i = 0; i < 4; i++) {
            shipper.answered(send(1, 10), new Answer.Gap(1), now);
            if (shipper.state() instanceof ShippingState.Waiting waiting) {
                waits.add(next());
                now = waiting.untilNanos();
            }
            begin(0);
        }
        assertThat(waits).hasSize(3);
    }

    @Test
    void aLateAnswerInAnEpochThatItsOwnSenderHasEndedFencesNobody() {
        begin(0);
        long old = send(1, 10);
        held = new Shipper.Held(1, 100, 3);
        send(11, 20);
        shipper.answered(old, new Answer.StaleEpoch(3), now);
        assertThat(next()).isInstanceOf(Step.Ask.class);
    }

    @Test
    void clockThatBeganBelowZeroMakesNoDifference() {
        now = Long.MAX_VALUE - SECOND / 10;
        shipper.answered(((Step.Ask) next()).ticket(), new Answer.Unavailable("nobody there"), now);
        assertThat(List.of(next())).allSatisfy(step -> assertThat(step).isInstanceOf(Step.Pause.class));
        now += SECOND;
        assertThat(next()).isInstanceOf(Step.Ask.class);
    }
}

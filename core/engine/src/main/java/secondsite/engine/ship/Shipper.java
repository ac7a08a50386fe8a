package secondsite.engine.ship;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import secondsite.engine.ship.Answer.Accepted;
import secondsite.engine.ship.Answer.Busy;
import secondsite.engine.ship.Answer.Gap;
import secondsite.engine.ship.Answer.Refused;
import secondsite.engine.ship.Answer.StaleEpoch;
import secondsite.engine.ship.Answer.Unavailable;
import secondsite.engine.ship.ShippingState.Asking;
import secondsite.engine.ship.ShippingState.Fenced;
import secondsite.engine.ship.ShippingState.ReceiverAhead;
import secondsite.engine.ship.ShippingState.ReceiverTooFarBehind;
import secondsite.engine.ship.ShippingState.Shipping;
import secondsite.engine.ship.ShippingState.Stopped;
import secondsite.engine.ship.ShippingState.Waiting;

/**
 * Decides what a sender does next: a state machine for one thread, without clock, network or journal.
 *
 * <pre>
 * Asking    --position fits--------------------> Shipping
 * Asking    --position is before our first-----> ReceiverTooFarBehind
 * Asking    --position is behind our last------> ReceiverAhead
 * Shipping  --gap, or receiver lost something--> Asking
 * Asking, Shipping --unavailable, busy---------> Waiting --its time has come--> Asking
 * Asking, Shipping --stale epoch---------------> Fenced
 * Shipping  --stale epoch, again and not higher> EpochOver
 * Asking, Shipping --refused-------------------> Refused --asked again, and it goes--> Shipping
 * </pre>
 *
 * <p>Answers to what was sent before the last return to Asking are forgotten: the position then asked for tells the truth.
 */
public final class Shipper {

    /**
     * What the journal here holds.
     *
     * @param firstSequence   its oldest record
     * @param durableSequence the newest one that may be sent
     * @param epoch           in which it is sent
     */
    public record Held(long firstSequence, long durableSequence, int epoch) {}

    /** What the receiver took is at the target soon, as a rule: the first question comes after an eighth of the usual time. */
    private static final int SOONEST = 3;
    private static final int MOST_DOUBLED = 20;

    private record InFlight(long firstSequence, long lastSequence, boolean question, long mustBeThere, int round) {}

    private final ShippingSettings settings;
    private final BackOff backOff;
    private final Map<Long, InFlight> inFlight = new HashMap<>();

    private ShippingState state = new Asking();
    private Position position = new Position(0, 0, 0);
    private long sentSequence;
    private Held held = new Held(1, 0, 0);
    private long tickets;
    private int round;
    private int gapsWithoutProgress;
    private int stalesWithoutProgress;
    private int refusals;
    private long askedAt;
    /** So many times the poll is halved. */
    private int sooner;
    private Optional<String> lastError = Optional.empty();

    public Shipper(ShippingSettings settings, RandomGenerator random) {
        this.settings = settings;
        this.backOff = new BackOff(settings.backOffFirst(), settings.backOffLimit(), random);
    }

    /**
     * What to do now. Called again after each step was begun, until it says to pause.
     *
     * @param nowNanos a clock that never jumps
     */
    public Step next(long nowNanos, Held now) {
        held = now;
        if (state instanceof Waiting waiting && nowNanos - waiting.untilNanos() >= 0) {
            ask();
        }
        return switch (state) {
            case Asking _ -> question(nowNanos);
            case Shipping _ -> shipping(nowNanos);
            case Waiting waiting -> new Step.Pause(waiting.untilNanos() - nowNanos);
            case ShippingState.Refused _ -> poll(nowNanos, recheck());
            case Stopped _ -> new Step.Pause(settings.recheckEvery().toNanos());
        };
    }

    private Step question(long nowNanos) {
        return asking() ? pause(settings.idleEvery()) : newQuestion(nowNanos);
    }

    private Step shipping(long nowNanos) {
        if (sentSequence < held.durableSequence()) {
            return slicesInFlight() < settings.slicesInFlight()
                    ? new Step.Send(sentSequence + 1)
                    : pause(settings.idleEvery());
        }
        boolean targetLags = position.targetSequence() < held.durableSequence();
        return poll(nowNanos, targetLags ? settings.pollEvery().dividedBy(1L << sooner) : settings.idleEvery());
    }

    private Step poll(long nowNanos, Duration every) {
        if (asking()) {
            return pause(every);
        }
        long left = askedAt + every.toNanos() - nowNanos;
        return left <= 0 ? newQuestion(nowNanos) : new Step.Pause(left);
    }

    /** A receiver that has not heard of the disk yet knows it in a moment; for good is only what it says again and again. */
    private Duration recheck() {
        Duration wait = settings.backOffFirst().multipliedBy(1L << Math.min(refusals - 1, MOST_DOUBLED));
        return wait.compareTo(settings.recheckEvery()) < 0 ? wait : settings.recheckEvery();
    }

    private Step newQuestion(long nowNanos) {
        askedAt = nowNanos;
        sooner = Math.max(0, sooner - 1);
        // When all that was sent is answered, all of it must be there.
        long there = slicesInFlight() == 0 ? sentSequence : position.gatewaySequence();
        inFlight.put(++tickets, new InFlight(0, 0, true, there, round));
        return new Step.Ask(tickets);
    }

    private static Step pause(Duration atMost) {
        return new Step.Pause(atMost.toNanos());
    }

    /** A slice with these records is on its way. @return the ticket under which its answer is to be reported */
    public long sending(long firstSequence, long lastSequence) {
        sentSequence = lastSequence;
        inFlight.put(++tickets, new InFlight(firstSequence, lastSequence, false, 0, round));
        return tickets;
    }

    /** Reports an answer to a slice or a question. */
    public void answered(long ticket, Answer answer, long nowNanos) {
        InFlight what = inFlight.remove(ticket);
        if (what == null || what.round() != round) {
            return;
        }
        switch (answer) {
            case Accepted accepted -> accepted(what, accepted.position(), nowNanos);
            case Gap gap -> gap(gap, nowNanos);
            case StaleEpoch stale -> stale(stale.receiverEpoch());
            case Busy busy -> await(busy.reason(), true, Math.max(busy.retryAfter().toNanos(), 0), nowNanos);
            case Unavailable unavailable -> await(unavailable.reason(), false, backOff.next().toNanos(), nowNanos);
            case Refused refused -> {
                refusals++;
                stop(new ShippingState.Refused(refused.reason()));
            }
        }
    }

    private void accepted(InFlight what, Position told, long nowNanos) {
        if (told.epoch() > held.epoch()) {
            // Whether all had arrived before decides what becomes of the disk.
            position = position.max(told);
            stop(new Fenced(told.epoch()));
        } else if (told.gatewaySequence() > held.durableSequence()) {
            stop(new ReceiverAhead(told.gatewaySequence(), held.durableSequence()));
        } else if (!what.question()) {
            progress(told);
            askedAt = nowNanos;
            sooner = SOONEST;
        } else if (!(state instanceof Shipping) || told.gatewaySequence() < what.mustBeThere()) {
            begin(told);
        } else {
            position = position.max(told);
        }
    }

    private void progress(Position told) {
        position = position.max(told);
        gapsWithoutProgress = 0;
        stalesWithoutProgress = 0;
        refusals = 0;
        backOff.reset();
        lastError = Optional.empty();
    }

    private void begin(Position told) {
        round++;
        position = told;
        sentSequence = told.gatewaySequence();
        if (told.gatewaySequence() + 1 < held.firstSequence()) {
            stop(new ReceiverTooFarBehind(told.gatewaySequence() + 1, held.firstSequence()));
            return;
        }
        state = new Shipping();
        if (sentSequence == held.durableSequence()) {
            progress(told);
        }
    }

    private void stale(int receiverEpoch) {
        if (receiverEpoch > held.epoch()) {
            stop(new Fenced(receiverEpoch));
        } else if (stalesWithoutProgress++ == 0) {
            // What was sent before this sender's own epoch rose came after what was sent in the new one.
            ask();
        } else {
            stop(new ShippingState.EpochOver(position.gatewaySequence() + 1, receiverEpoch));
        }
    }

    private void gap(Gap gap, long nowNanos) {
        String reason = "the receiver misses record " + gap.expectedSequence();
        if (gapsWithoutProgress++ == 0) {
            lastError = Optional.of(reason);
            ask();
        } else {
            await(reason, false, backOff.next().toNanos(), nowNanos);
        }
    }

    private void ask() {
        round++;
        state = new Asking();
    }

    private void await(String reason, boolean backPressure, long nanos, long nowNanos) {
        round++;
        lastError = Optional.of(reason);
        state = new Waiting(reason, backPressure, nowNanos + nanos);
    }

    private void stop(Stopped stopped) {
        round++;
        lastError = Optional.of(stopped.toString());
        state = stopped;
    }

    /** The journal here cannot be read: nothing more is sent. */
    public void sourceFailed(String reason, boolean damaged) {
        stop(new ShippingState.SourceFailed(reason, damaged));
    }

    private boolean asking() {
        return inFlight.values().stream().anyMatch(what -> what.question() && what.round() == round);
    }

    private long slicesInFlight() {
        return inFlight.values().stream().filter(what -> !what.question()).count();
    }

    /** Whether no slice is under way. */
    public boolean allAnswered() {
        return slicesInFlight() == 0;
    }

    /** Whether the answer to this ticket would still be heard. */
    public boolean awaits(long ticket) {
        InFlight what = inFlight.get(ticket);
        return what != null && what.round() == round;
    }

    public ShippingState state() {
        return state;
    }

    /** What the receiver has, as far as it told. */
    public Position position() {
        return position;
    }

    /** What went wrong last, until something went well again. */
    public Optional<String> lastError() {
        return lastError;
    }
}

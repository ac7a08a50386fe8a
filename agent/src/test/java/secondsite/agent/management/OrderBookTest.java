package secondsite.agent.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import secondsite.agent.copy.CopyProgress;
import secondsite.agent.freeze.Marks;
import secondsite.api.activity.ErrorCode;
import secondsite.api.Json;
import secondsite.api.machine.AgentAnswer;
import secondsite.api.machine.AgentAssignment;
import secondsite.api.machine.AgentOrder;
import secondsite.api.machine.AgentOrder.Verb;
import secondsite.api.machine.DiskVerification;
import secondsite.api.machine.DiskWork;
import secondsite.api.machine.OrderOutcome;
import secondsite.engine.file.FailingFolder;
import secondsite.engine.file.Faults;
import secondsite.engine.file.Folder;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.ship.MonotonicTime;

/** Orders over kills of the agent: what is carried out how often, and what is told of it. */
@Timeout(60)
class OrderBookTest {

    private static final AgentAssignment ASSIGNMENT = new AgentAssignment("digest", List.of(), null, null, null);

    private final SimulatedFolder folder = SimulatedFolder.named("kept");
    private final LinkedBlockingQueue<String> ends = new LinkedBlockingQueue<>();
    private final PlayedDisk disk = new PlayedDisk(1);
    private final List<PointMaker.Point> made = new ArrayList<>();
    private final Semaphore jobsAtOnce = new Semaphore(1);
    private PointMaker maker = made::add;
    private Verifier verifier = (_, _) -> new DiskVerification(Instant.EPOCH, 1 << 20, 0, 5);
    private Verifications verifications;
    private OrderBook book;

    OrderBookTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        if (book != null) {
            book.close();
        }
        disk.capture.close();
    }

    private void open() throws IOException {
        open(folder);
    }

    private void open(Folder device) throws IOException {
        verifications = new Verifications((subject, progress) -> verifier.verify(subject, progress), jobsAtOnce);
        var work = new OrderWork(List.of(disk), new Points(new Marks(Duration.ofSeconds(5), MonotonicTime.SYSTEM)),
                Map.of(Verb.APP_POINT, point -> maker.make(point)), Optional.of(verifications),
                Optional.empty(), () -> ASSIGNMENT);
        book = new OrderBook(new KeptFile<>(device, OrderBook.NAME, OrderBook.Kept.class), work, List.of(disk),
                () -> ends.add("ended"));
        book.open();
    }

    private static AgentOrder order(Verb verb) {
        return new AgentOrder(UUID.randomUUID(), verb, List.of(), "label");
    }

    private void told(AgentOrder... orders) throws IOException {
        book.answered(book.outcomes(), List.of(orders));
    }

    private void awaitEnd() throws InterruptedException {
        assertThat(ends.poll(30, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void anOutcomeIsRepeatedUntilTheOrderIsNotToldAnyMore() throws Exception {
        open();
        AgentOrder order = order(Verb.APP_POINT);
        told(order);
        awaitEnd();
        var outcome = new OrderOutcome(order.id(), null);
        assertThat(book.outcomes()).containsExactly(outcome);
        told(order);
        assertThat(book.outcomes()).containsExactly(outcome);
        told();
        assertThat(book.outcomes()).isEmpty();
        told(order);
        assertThat(book.outcomes()).containsExactly(outcome);
        assertThat(made).singleElement().satisfies(point -> assertThat(point.id()).isEqualTo(order.id()));
    }

    @Test
    void anOrderOfANewerServerThatNobodyHereKnowsIsRefusedAndTheOthersAreCarriedOut() throws Exception {
        open();
        UUID strange = UUID.randomUUID();
        AgentOrder known = order(Verb.APP_POINT);
        String answer = """
                {"nextMillis": 1000, "inventoryWanted": false, "orders": [{"id": "%s", "verb": "MOVE_HOUSE", "disks": [], "furniture": 3},
                    {"id": "%s", "verb": "APP_POINT", "disks": []}]}
                """
                .formatted(strange, known.id());
        book.answered(List.of(), Json.read(answer.getBytes(StandardCharsets.UTF_8), AgentAnswer.class).orders());
        awaitEnd();
        awaitEnd();
        assertThat(book.outcomes()).extracting(OrderOutcome::order).containsExactlyInAnyOrder(strange, known.id());
        assertThat(book.outcomes()).filteredOn(outcome -> outcome.order().equals(strange)).singleElement()
                .satisfies(outcome -> assertThat(outcome.problem().code()).isEqualTo(ErrorCode.ORDER_REFUSED));
        assertThat(made).hasSize(1);
    }

    @Test
    void anOutcomeThatNobodyWasToldYetIsKeptWhenAnAnswerDoesNotKnowTheOrder() throws Exception {
        open();
        AgentOrder order = order(Verb.APP_POINT);
        told(order);
        awaitEnd();
        book.answered(List.of(), List.of());
        assertThat(book.outcomes()).hasSize(1);
    }

    @Test
    void whatWasDoneIsKnownAfterARestart() throws Exception {
        open();
        AgentOrder order = order(Verb.APP_POINT);
        told(order);
        awaitEnd();
        folder.losePower(new Random(1));
        open();
        told(order);
        assertThat(book.outcomes()).containsExactly(new OrderOutcome(order.id(), null));
        assertThat(made).hasSize(1);
    }

    /** Nobody knows whether the point was made before the agent was killed. */
    @Test
    void aPointThatWasBegunWhenTheAgentWasKilledIsNotMadeAgain() throws Exception {
        var begun = new CountDownLatch(1);
        maker = _ -> {
            begun.countDown();
            new CountDownLatch(1).await();
        };
        open();
        AgentOrder order = order(Verb.APP_POINT);
        told(order);
        begun.await();
        folder.endProcess();
        OrderBook killed = book;
        maker = made::add;
        open();
        told(order);
        assertThat(book.outcomes()).singleElement().satisfies(outcome -> {
            assertThat(outcome.order()).isEqualTo(order.id());
            assertThat(outcome.problem().code()).isEqualTo(ErrorCode.POINT_NOT_MADE);
            assertThat(outcome.problem().detail()).contains("order it again");
        });
        assertThat(made).isEmpty();
        killed.close();
    }

    @Test
    void aVerificationThatWasUnderWayIsDoneAnew() throws Exception {
        var begun = new CountDownLatch(1);
        verifier = (_, progress) -> {
            progress.accept(new CopyProgress(10, 20, 0, 5, OptionalLong.of(2), Optional.empty()));
            begun.countDown();
            new CountDownLatch(1).await();
            throw new AssertionError("it was interrupted");
        };
        open();
        AgentOrder order = order(Verb.VERIFY);
        told(order);
        begun.await();
        DiskWork work = verifications.work(disk.id());
        assertThat(work.kind()).isEqualTo(DiskWork.Kind.VERIFICATION);
        assertThat(work.state()).isEqualTo(DiskWork.State.RUNNING);
        assertThat(work.doneBytes()).isEqualTo(10);
        assertThat(work.secondsLeft()).isEqualTo(2);
        assertThat(jobsAtOnce.availablePermits()).isZero();
        book.close();
        assertThat(jobsAtOnce.availablePermits()).isEqualTo(1);
        assertThat(book.outcomes()).isEmpty();
        verifier = (_, _) -> new DiskVerification(Instant.EPOCH, 1 << 20, 4096, 5);
        open();
        told(order);
        awaitEnd();
        assertThat(book.outcomes()).containsExactly(new OrderOutcome(order.id(), null));
        assertThat(verifications.work(disk.id())).isNull();
        assertThat(verifications.outcome(disk.id()).differentBytes()).isEqualTo(4096);
    }

    @Test
    void aPausedDiskIsNotVerified() throws Exception {
        disk.sends = false;
        open();
        told(order(Verb.VERIFY));
        awaitEnd();
        assertThat(book.outcomes().getFirst().problem().code()).isEqualTo(ErrorCode.PAUSED);
    }

    @Test
    void aFailureIsToldWithItsOwnCodeOrThatOfItsKind() throws Exception {
        open();
        maker = _ -> {
            throw new ReportedException(ErrorCode.SCRIPT_FAILED, "pre script ended with 3");
        };
        told(order(Verb.APP_POINT));
        awaitEnd();
        assertThat(book.outcomes().getLast().problem().code()).isEqualTo(ErrorCode.SCRIPT_FAILED);
        maker = _ -> {
            throw new IOException("the disk was busy");
        };
        told(order(Verb.APP_POINT));
        awaitEnd();
        assertThat(book.outcomes().getLast().problem().code()).isEqualTo(ErrorCode.POINT_NOT_MADE);
        maker = _ -> {
            throw new IllegalStateException("never thought of");
        };
        told(order(Verb.APP_POINT));
        awaitEnd();
        assertThat(book.outcomes().getLast().problem().code()).isEqualTo(ErrorCode.INTERNAL);
    }

    @Test
    void anOrderedComparisonGoesOnAfterARestartUntilItHasEnded() throws Exception {
        open();
        told(order(Verb.RESYNC));
        awaitEnd();
        disk.resyncOrdered = false;
        open();
        assertThat(disk.resyncOrdered).isTrue();
        assertThat(disk.resyncs).isEqualTo(1);
        disk.resyncOrdered = false;
        told();
        open();
        assertThat(disk.resyncOrdered).isFalse();
    }

    @Test
    void nothingIsBegunThatCannotBeRememberedAndItIsTriedAgain() throws Exception {
        var faults = new Faults(new Random(1));
        open(new FailingFolder(folder, faults));
        AgentOrder order = order(Verb.APP_POINT);
        faults.fail(0, Faults.Kind.EIO, true);
        assertThatThrownBy(() -> told(order)).isInstanceOf(IOException.class);
        assertThat(made).isEmpty();
        faults.heal();
        told(order);
        awaitEnd();
        assertThat(made).hasSize(1);
    }

    @Test
    void anOutcomeThatCannotBeWrittenDownIsToldAllTheSame() throws Exception {
        var faults = new Faults(new Random(1));
        maker = _ -> faults.fail(0, Faults.Kind.EIO, true);
        open(new FailingFolder(folder, faults));
        AgentOrder order = order(Verb.APP_POINT);
        told(order);
        awaitEnd();
        assertThat(book.outcomes()).containsExactly(new OrderOutcome(order.id(), null));
        faults.heal();
        told(order);
        open();
        assertThat(book.outcomes()).containsExactly(new OrderOutcome(order.id(), null));
    }

    @Test
    void whatIsRememberedHasAnEnd() throws Exception {
        open();
        for (int i = 0; i < 600; i++) {
            told(order(Verb.RESYNC));
            awaitEnd();
        }
        told();
        var kept = new KeptFile<>(folder, OrderBook.NAME, OrderBook.Kept.class).read().orElseThrow();
        assertThat(kept.done()).hasSize(256);
    }
}

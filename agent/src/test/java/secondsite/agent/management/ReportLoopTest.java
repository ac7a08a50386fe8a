package secondsite.agent.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import secondsite.api.Problem;
import secondsite.api.ProblemCode;
import secondsite.api.client.TransferException;
import secondsite.api.machine.AgentAnswer;
import secondsite.api.machine.AgentReport;
import secondsite.engine.ship.MonotonicTime;

@Timeout(60)
class ReportLoopTest {

    private static final Instant NOW = Instant.parse("2026-11-30T07:00:00Z");
    private static final AgentReport REPORT = new AgentReport("1", NOW, null, null, null, List.of(), List.of());

    private final List<AgentReport> answered = new ArrayList<>();
    private boolean more;
    private IOException broken;

    private ReportLoop loop(ReportLoop.Server server) {
        return new ReportLoop(server, new ReportLoop.Conversation() {
            @Override
            public AgentReport report() {
                return REPORT;
            }

            @Override
            public boolean answered(AgentReport report, AgentAnswer answer) throws IOException {
                if (broken != null) {
                    throw broken;
                }
                answered.add(report);
                return more;
            }
        }, new Pace(new Random(1)), () -> NOW, MonotonicTime.SYSTEM);
    }

    private static AgentAnswer answer(long nextMillis) {
        return new AgentAnswer(nextMillis, null, List.of(), false);
    }

    @Test
    void theNextReportIsDueWhenTheServerSaidUnlessThereIsMoreToTell() {
        ReportLoop loop = loop(_ -> answer(30_000));
        assertThat(loop.turn()).isBetween(30_000L, 33_000L);
        assertThat(loop.contact()).isEqualTo(Contact.NONE.answered(NOW));
        more = true;
        assertThat(loop.turn()).isEqualTo(250);
        assertThat(answered).containsExactly(REPORT, REPORT);
    }

    @Test
    void whatGoesWrongIsKnownAndTriedAgain() {
        var turns = new AtomicInteger();
        ReportLoop loop = loop(_ -> {
            if (turns.incrementAndGet() == 1) {
                throw TransferException.of(Problem.of(ProblemCode.UNAVAILABLE, "it is starting"));
            }
            return answer(1000);
        });
        assertThat(loop.turn()).isLessThanOrEqualTo(1000);
        assertThat(loop.contact().problem()).contains("it is starting");
        assertThat(loop.contact().last()).isEmpty();
        loop.turn();
        assertThat(loop.contact().problem()).isEmpty();
        assertThat(loop.contact().last()).contains(NOW);
    }

    @Test
    void aServerThatIsBusySaysWhenToComeAgain() {
        ReportLoop loop = loop(_ -> {
            throw TransferException.of(Problem.of(ProblemCode.BUSY, "too many").retryAfter(20));
        });
        assertThat(loop.turn()).isBetween(20_001L, 21_000L);
    }

    @Test
    void anAnswerThatCannotBeHeededIsAFailureOfTheTurnAlone() {
        broken = new IOException("it cannot be kept");
        ReportLoop loop = loop(_ -> answer(30_000));
        assertThat(loop.turn()).isLessThanOrEqualTo(1000);
        assertThat(loop.contact().problem()).contains("it cannot be kept");
        broken = null;
        assertThat(loop.turn()).isGreaterThanOrEqualTo(30_000);
    }

    @Test
    void newsAreToldAtOnceAndTheEndDoesNotWaitForTheNextReport() throws Exception {
        var two = new CountDownLatch(2);
        ReportLoop loop = loop(_ -> {
            two.countDown();
            return answer(600_000);
        });
        loop.start();
        while (!two.await(10, TimeUnit.MILLISECONDS)) {
            loop.wake();
        }
        loop.close();
    }
}

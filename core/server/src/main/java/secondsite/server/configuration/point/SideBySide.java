package secondsite.server.configuration.point;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import secondsite.api.ProblemCode;
import secondsite.api.client.PointClient;
import secondsite.api.client.TransferException;
import secondsite.server.configuration.protection.MasterTargets;
import secondsite.server.web.ProblemException;

/** Asks master targets at the same time, of which some may not answer. Safe for use by several threads. */
@Singleton
final class SideBySide {

    /** Of all who ask: a master target takes 128 requests of one peer at once, and jobs need some of them. */
    private static final int AT_ONCE = 48;

    private final MasterTargets targets;
    private final Semaphore places = new Semaphore(AT_ONCE);

    @Inject
    SideBySide(MasterTargets targets) {
        this.targets = targets;
    }

    /** One question to one master target. */
    interface Question<K, T> {
        T ask(K of, PointClient target) throws TransferException;
    }

    /**
     * Asks the same of several.
     *
     * @param target name of the master target that is asked
     * @return the answers, in the order of the questions
     */
    <K, T> Map<K, Answer<T>> ask(Collection<K> all, Function<K, String> target, Question<K, T> question) {
        var asked = new LinkedHashMap<K, Future<Answer<T>>>();
        var answers = new LinkedHashMap<K, Answer<T>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (K each : all) {
                asked.put(each, threads.submit(() -> answer(each, target.apply(each), question)));
            }
            for (Map.Entry<K, Future<Answer<T>>> each : asked.entrySet()) {
                answers.put(each.getKey(), each.getValue().get());
            }
            return answers;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new ProblemException(ProblemCode.UNAVAILABLE, "the server is stopping");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        }
    }

    private <K, T> Answer<T> answer(K of, String target, Question<K, T> question) throws InterruptedException {
        places.acquire();
        try {
            return Answer.told(question.ask(of, targets.named(target)));
        } catch (TransferException e) {
            return Answer.unreached(String.valueOf(e.getMessage()));
        } catch (ProblemException e) {
            return Answer.unreached(e.getMessage());
        } finally {
            places.release();
        }
    }
}

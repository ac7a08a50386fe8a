package secondsite.server.configuration.rest;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import secondsite.api.Json;
import secondsite.api.Problem;
import secondsite.api.ProblemCode;
import secondsite.api.client.Connection;
import secondsite.api.client.TransferException;
import secondsite.api.transfer.Transfer;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.KeptAnswers;
import secondsite.server.configuration.store.KeptAnswers.Answer;
import secondsite.server.configuration.store.KeptAnswers.Key;
import secondsite.server.web.Exchange;
import secondsite.server.web.ProblemException;

/**
 * Actions that are done once though they are asked for twice, because the answer got lost or a button was pressed again. Who asks sends a
 * key of his own with the action, as the header {@code Idempotency-Key}; for a day the same person, path and key get the same answer.
 *
 * <p>An endpoint asks who it is, then gives the action, which returns the record to answer with, or null for none:
 *
 * <pre>
 * String who = access.require(Role.OPERATOR, exchange);
 * repeatable.answer(exchange, who, () -&gt; jobs.cancel(number, who));
 * </pre>
 *
 * <p>What ends in a problem changed nothing, and is tried anew when it is asked for again. Without the header every request is done.
 */
@Singleton
public final class Repeatable {

    /** So long an answer is kept. */
    static final Duration KEPT = Duration.ofDays(1);
    private static final int KEY = 100;
    private static final int PATH = 300;
    private static final int NO_CONTENT = 204;
    private static final int OK = 200;

    private final Database database;
    private final KeptAnswers answers;
    private final InstantSource clock;
    private final Set<Key> underWay = ConcurrentHashMap.newKeySet();

    @Inject
    public Repeatable(Database database, KeptAnswers answers, InstantSource clock) {
        this.database = database;
        this.answers = answers;
        this.clock = clock;
    }

    /** Something that is done. */
    public interface Action {

        /** @return what is answered; null for nothing */
        Object done() throws IOException;
    }

    /** Does the action and answers, or answers as before. @param who asks, as {@link Access} says */
    public void answer(Exchange exchange, String who, Action action) throws IOException {
        Optional<String> key = exchange.header(Connection.IDEMPOTENCY_KEY);
        if (key.isEmpty()) {
            send(exchange, answer("", action.done()));
            return;
        }
        var request = new Key(who, checked("the path", exchange.pathAndQuery(), PATH),
                checked("the header " + Connection.IDEMPOTENCY_KEY, key.get(), KEY));
        if (!underWay.add(request)) {
            throw new ProblemException(Problem.of(ProblemCode.UNDER_WAY,
                    "the request with this key is not answered yet; ask again").retryAfter(1));
        }
        Answer answer;
        try {
            answer = once(request, digest(exchange.shortBody()), action);
        } finally {
            underWay.remove(request);
        }
        // Whoever has the answer may ask again at once.
        send(exchange, answer);
    }

    private static String checked(String what, String text, int most) {
        if (text.isBlank() || text.length() > most) {
            throw new ProblemException(ProblemCode.BAD_REQUEST,
                    what + " has " + text.length() + " characters; 1 to " + most + " are allowed");
        }
        return text;
    }

    private Answer once(Key request, String digest, Action action) throws IOException {
        Optional<Answer> before = begin(request, digest);
        if (before.isPresent()) {
            return repeated(before.get(), digest);
        }
        try {
            Answer answer = answer(digest, action.done());
            database.write(change -> {
                answers.put(change, request, answer);
                return answer;
            });
            return answer;
        } catch (ProblemException | TransferException e) {
            database.write(change -> {
                answers.remove(change, request);
                return request;
            });
            throw e;
        }
    }

    /** Notes that it is begun, so that nobody does it twice even if this server ends before it is done. */
    private Optional<Answer> begin(Key request, String digest) {
        Instant now = clock.instant();
        return database.write(change -> {
            Optional<Answer> before = answers.find(change, request)
                    .filter(answer -> answer.time().isAfter(now.minus(KEPT)));
            if (before.isEmpty()) {
                answers.put(change, request, new Answer(digest, now, 0, ""));
            }
            return before;
        });
    }

    private static Answer repeated(Answer before, String digest) {
        if (!before.digest().equals(digest)) {
            throw new ProblemException(ProblemCode.KEY_REUSED,
                    "this key came with another body at " + before.time() + "; make a new key for each action");
        }
        if (before.status() == 0) {
            throw new ProblemException(ProblemCode.OUTCOME_UNKNOWN, "the request with this key was begun at "
                    + before.time() + " and never answered; look whether it was done, then use another key");
        }
        return before;
    }

    private Answer answer(String digest, Object record) {
        return record == null
                ? new Answer(digest, clock.instant(), NO_CONTENT, "")
                : new Answer(digest, clock.instant(), OK, new String(Json.write(record), StandardCharsets.UTF_8));
    }

    private static void send(Exchange exchange, Answer answer) throws IOException {
        if (answer.status() == NO_CONTENT) {
            exchange.answerNothing();
        } else {
            exchange.answer(answer.status(), Transfer.JSON, answer.body().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String digest(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Forgets answers that nobody gets again. */
    public void prune() {
        database.write(change -> {
            answers.prune(change, clock.instant().minus(KEPT));
            return change;
        });
    }
}

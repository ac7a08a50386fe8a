package secondsite.server.configuration.activity.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import secondsite.api.activity.ErrorCode;

/**
 * Jobs of four tasks, each of two steps: the first writes a line to a ledger if it is not there, the second finds that all is well. One
 * that is to fail does so in the third task, and takes back by two lines more. It says at each point where it is.
 */
final class LedgerType implements JobType {

    static final String WORD = "ledger";

    private final Path ledger;
    private final boolean fails;
    private final Consumer<String> points;

    LedgerType(Path ledger, boolean fails, Consumer<String> points) {
        this.ledger = ledger;
        this.fails = fails;
        this.points = points;
    }

    @Override
    public String word() {
        return WORD;
    }

    @Override
    public List<String> tasks(JobOrder order) {
        return List.of("one", "two", "three", "four");
    }

    @Override
    public Step step(String task, JobContext job) throws JobFailure {
        if (job.remembered(task).isEmpty()) {
            points.accept(task + " begun");
            write(task);
            points.accept(task + " written");
            job.remember(task, "written");
            points.accept(task + " remembered");
            return new Step.Again(null, Duration.ZERO);
        }
        points.accept(task + " ending");
        if (fails && task.equals("three")) {
            throw JobFailure.forGood(ErrorCode.REPLICA_DAMAGED, "as was to be");
        }
        return new Step.Done();
    }

    @Override
    public Step undo(JobContext job) {
        if (!lines().contains("undo one")) {
            points.accept("undo begun");
            write("undo one");
            points.accept("undo half");
            return new Step.Again(null, Duration.ZERO);
        }
        points.accept("undo ending");
        if (!lines().contains("undo two")) {
            write("undo two");
        }
        points.accept("undo written");
        return new Step.Done();
    }

    private void write(String line) {
        if (lines().contains(line)) {
            return;
        }
        try (var file = FileChannel.open(ledger, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            file.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
            file.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> lines() {
        try {
            return Files.exists(ledger) ? Files.readAllLines(ledger) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

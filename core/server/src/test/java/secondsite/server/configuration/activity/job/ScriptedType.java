package secondsite.server.configuration.activity.job;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Jobs of three tasks that do what a test says; what it does not say is done at once. */
final class ScriptedType implements JobType {

    static final String WORD = "scripted";

    /** What a step does. */
    interface Move {

        Step make(JobContext job) throws JobFailure;
    }

    final List<String> calls = new ArrayList<>();
    private final Map<String, Deque<Move>> moves = new HashMap<>();

    /** The next calls of this task ({@code undo} for taking back) do this, one after another. */
    ScriptedType then(String task, Move... next) {
        moves.computeIfAbsent(task, _ -> new ArrayDeque<>()).addAll(List.of(next));
        return this;
    }

    @Override
    public String word() {
        return WORD;
    }

    @Override
    public List<String> tasks(JobOrder order) {
        return List.of("one", "two", "three");
    }

    @Override
    public Step step(String task, JobContext job) throws JobFailure {
        return move(task, job);
    }

    @Override
    public Step undo(JobContext job) throws JobFailure {
        return move("undo", job);
    }

    private Step move(String what, JobContext job) throws JobFailure {
        calls.add(job.order().subject() + " " + what);
        Move next = moves.getOrDefault(what, new ArrayDeque<>()).poll();
        return next == null ? new Step.Done() : next.make(job);
    }
}

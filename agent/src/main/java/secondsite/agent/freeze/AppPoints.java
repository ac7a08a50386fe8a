package secondsite.agent.freeze;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import secondsite.agent.capture.Capture;
import secondsite.agent.os.FileSystems;
import secondsite.agent.os.Frozen;
import secondsite.agent.os.Scripts;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.ReportedProblem;
import secondsite.api.machine.PointSettings;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;
import secondsite.engine.ship.MonotonicTime;

/**
 * Makes application-consistent points: the script before, the file systems frozen, one mark on all disks, the file systems thawed, the
 * script after. The last two happen whatever became of the others.
 *
 * <p>Writes are held after the freeze, never before: a freeze flushes the file system, and that flush comes to the very disks that are
 * marked. Nothing is logged while file systems are frozen, since the log may be on one of them. One point at a time; safe for use by
 * several threads.
 */
public final class AppPoints {

    /** Where nothing is frozen. */
    private static final Duration HOLD_LIMIT = Duration.ofSeconds(5);

    private final Scripts scripts;
    private final FileSystems fileSystems;
    private final MonotonicTime time;
    private final ReentrantLock one = new ReentrantLock(true);

    public AppPoints(Scripts scripts, FileSystems fileSystems, MonotonicTime time) {
        this.scripts = scripts;
        this.fileSystems = fileSystems;
        this.time = time;
    }

    /**
     * Makes a point, and waits until it is durable.
     *
     * @param id    of the mark
     * @param label of the mark, for people; may be empty
     * @param disks all protected disks of the machine
     */
    public AppPoint make(PointSettings settings, UUID id, String label, List<Capture> disks)
            throws InterruptedException {
        one.lockInterruptibly();
        try {
            return new Making(settings, new Record.Mark(MarkKind.APP_CONSISTENT, id, label), List.copyOf(disks)).run();
        } finally {
            one.unlock();
        }
    }

    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    /** One point. */
    private final class Making {

        private final PointSettings settings;
        private final Record.Mark mark;
        private final List<Capture> disks;
        private final List<ReportedProblem> problems = new ArrayList<>();
        private Map<UUID, Long> sequences = Map.of();

        Making(PointSettings settings, Record.Mark mark, List<Capture> disks) {
            this.settings = settings;
            this.mark = mark;
            this.disks = disks;
        }

        AppPoint run() throws InterruptedException {
            if (disks.isEmpty()) {
                return notMade("no disk of this machine is protected");
            }
            if (settings.preScript().isEmpty() && settings.postScript().isEmpty() && settings.freeze().isEmpty()) {
                return notMade("no script and no file system is named that would quiet an application");
            }
            try {
                if (script("before the point", settings.preScript())) {
                    place();
                }
            } catch (InterruptedException e) {
                afterwards(e);
                throw e;
            }
            script("after the point", settings.postScript());
            return new AppPoint(mark.id(), sequences, problems);
        }

        private AppPoint notMade(String why) {
            problems.add(new ReportedProblem(ErrorCode.POINT_NOT_MADE, why));
            return new AppPoint(mark.id(), Map.of(), problems);
        }

        /** What was quieted must not stay so. */
        private void afterwards(InterruptedException why) {
            try {
                script("after the point", settings.postScript());
            } catch (InterruptedException again) {
                why.addSuppressed(again);
            }
        }

        /** @return whether it did what it should */
        private boolean script(String when, List<String> command) throws InterruptedException {
            if (command.isEmpty()) {
                return true;
            }
            String what = "the script " + when + ", " + command.getFirst() + ", ";
            int before = problems.size();
            attempt(ErrorCode.SCRIPT_FAILED, what + "cannot be run: ", () -> {
                Scripts.End end = scripts.run(command, Duration.ofSeconds(settings.scriptSeconds()));
                if (!end.fine()) {
                    problems.add(new ReportedProblem(ErrorCode.SCRIPT_FAILED, what + end.words()));
                }
            });
            return problems.size() == before;
        }

        private void place() throws InterruptedException {
            if (settings.freeze().isEmpty()) {
                attempt(ErrorCode.POINT_NOT_MADE, "", () -> mark(HOLD_LIMIT, () -> {
                }));
            } else {
                attempt(ErrorCode.FREEZE_FAILED, "", this::placeFrozen);
            }
            if (!sequences.isEmpty()) {
                attempt(ErrorCode.POINT_NOT_MADE, "", this::force);
            }
        }

        private void placeFrozen() throws IOException, InterruptedException {
            Duration limit = Duration.ofMillis(settings.freezeMillis());
            for (Capture disk : disks) {
                disk.approach();
            }
            try (Frozen frozen = fileSystems.freeze(settings.freeze(), limit)) {
                attempt(ErrorCode.POINT_NOT_MADE, "", () -> mark(limit, frozen::check));
            }
        }

        private void mark(Duration limit, Marks.Condition condition) throws IOException, InterruptedException {
            sequences = new Marks(limit, time).place(disks, mark, condition);
        }

        /** A mark counts once it is durable, if the log has no gap before it. */
        private void force() throws IOException {
            Map<UUID, Long> placed = sequences;
            sequences = Map.of();
            for (Capture disk : disks) {
                disk.force();
                disk.checkMarkable();
            }
            sequences = placed;
        }

        private void attempt(ErrorCode code, String what, Step step) throws InterruptedException {
            try {
                step.run();
            } catch (FileSystems.FreezeException e) {
                problems.add(new ReportedProblem(ErrorCode.FREEZE_FAILED, what + e.getMessage()));
            } catch (IOException e) {
                problems.add(new ReportedProblem(code, what + e.getMessage()));
            }
        }
    }
}

package secondsite.server.hypervisor.qemu;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.Map;
import java.util.Set;
import secondsite.api.host.DiskMove;
import secondsite.api.host.DiskSource;
import secondsite.server.hypervisor.HypervisorException;
import secondsite.server.hypervisor.HypervisorException.Reason;
import secondsite.api.host.MoveProgress;
import secondsite.api.host.MoveState;
import secondsite.api.qmp.Qmp;
import secondsite.api.qmp.QmpException;

/**
 * Disks of a running machine change their place by QEMU's mirror job, with every write of the machine going to both places before it is
 * answered. Steps: (kept: copying) → the new place is opened → the job runs → the job is ready, both places are equal → (kept: pivoting) →
 * the job is told to complete → (kept: done) → the old place is closed, the job forgotten. A disk that lies over something is made to stand
 * alone by QEMU's stream job: (kept: copying) → the job runs → it has concluded, QEMU has let go of what was below → (kept: done) → the job is
 * forgotten; it has no pivot, and what is copied counts whenever it ends. A program that is killed goes on at the step that
 * it finds. When the machine's own process dies while pivoting, the new place is right: up to the pivot both are equal, and later writes are only
 * there.
 */
final class Moves {

    private static final Set<String> COPIES = Set.of("created", "running", "paused", "standby", "undefined");
    private static final int MOST_LOOKS = 64;

    private final KeptFile file;
    private final Images images;
    private final QemuSettings settings;

    Moves(KeptFile file, Images images, QemuSettings settings) {
        this.file = file;
        this.images = images;
        this.settings = settings;
    }

    Kept begin(Kept kept, int disk, DiskMove order, Qmp qmp) throws IOException {
        Kept.Move last = kept.disks().get(disk).move();
        if (last != null && !last.step().over()) {
            if (!last.order().to().equals(order.to())) {
                throw new HypervisorException(Reason.WRONG_STATE, "disk '" + order.disk() + "' is on its way to "
                        + last.order().to() + ": wait, or cancel that first");
            }
            return goOn(kept, disk, qmp);
        }
        if (last != null) {
            tidy(kept, disk, qmp);
        }
        if (kept.disks().get(disk).disk().source().equals(order.to())) {
            if (last != null && last.step() == Kept.Step.DONE) {
                return kept;
            }
            throw new HypervisorException(Reason.BAD_SPECIFICATION,
                    "disk '" + order.disk() + "' is at " + order.to() + " already");
        }
        if (order.to() instanceof DiskSource.Image image && Files.exists(image.file(), LinkOption.NOFOLLOW_LINKS)) {
            throw new HypervisorException(Reason.BAD_SPECIFICATION,
                    image.file() + " exists already, and a move replaces no files: choose another name");
        }
        return goOn(write(kept.move(disk, new Kept.Move(order, Kept.Step.COPYING, "", Kept.Way.MIRROR))), disk, qmp);
    }

    /** Copies into a disk's own image what it still needs of the place below, or goes on with that. What was copied once stays. */
    Kept detach(Kept kept, int disk, DiskMove order, Qmp qmp) throws IOException {
        Kept.Move last = kept.disks().get(disk).move();
        if (last == null || last.step().over()) {
            if (last != null) {
                tidy(kept, disk, qmp);
            }
            Kept begun = kept.move(disk, new Kept.Move(order, Kept.Step.COPYING, "", Kept.Way.STREAM));
            return goOn(write(begun), disk, qmp);
        }
        if (!last.streams()) {
            throw new HypervisorException(Reason.WRONG_STATE, "disk '" + order.disk() + "' is on its way to "
                    + last.order().to() + ": wait, or cancel that first");
        }
        boolean same = last.order().bytesPerSecond() == order.bytesPerSecond();
        return goOn(same ? kept : limit(kept, disk, order.bytesPerSecond(), qmp), disk, qmp);
    }

    /** Brings the move on as far as it is without waiting for the copy; one that is over is tidied up after. */
    Kept goOn(Kept begun, int disk, Qmp qmp) throws IOException {
        Kept kept = begun;
        for (int i = 0; i < MOST_LOOKS && !step(kept, disk).over(); i++) {
            JsonNode job = job(qmp, disk);
            String status = job == null ? "none" : job.path("status").asText();
            if (COPIES.contains(status)) {
                return kept;
            }
            kept = switch (status) {
                case "none" ->
                    step(kept, disk) == Kept.Step.PIVOTING ? write(kept.moved(disk)) : begin(kept, disk, qmp);
                case "ready" -> pivot(kept, disk, qmp);
                case "concluded" -> concluded(kept, disk, job);
                default -> awaitChange(kept, disk, qmp);
            };
        }
        if (step(kept, disk).over()) {
            tidy(kept, disk, qmp);
        }
        return kept;
    }

    private Kept begin(Kept kept, int disk, Qmp qmp) throws IOException {
        return kept.disks().get(disk).move().streams() ? stream(kept, disk, qmp) : copy(kept, disk, qmp);
    }

    private Kept stream(Kept kept, int disk, Qmp qmp) throws IOException {
        DiskMove order = kept.disks().get(disk).move().order();
        try {
            qmp.ask("block-stream", Map.of("job-id", id(disk), "device",
                    BlockNode.name(disk, kept.disks().get(disk).generation()), "speed", order.bytesPerSecond(),
                    "auto-dismiss", false));
            return kept;
        } catch (QmpException e) {
            fail(kept, disk, e.description());
            throw new HypervisorException(Reason.REFUSED, "disk '" + order.disk()
                    + "' cannot be made to stand alone: " + e.description(), e);
        }
    }

    private Kept copy(Kept kept, int disk, Qmp qmp) throws IOException {
        DiskMove order = kept.disks().get(disk).move().order();
        String from = BlockNode.name(disk, kept.disks().get(disk).generation());
        String to = BlockNode.name(disk, kept.disks().get(disk).generation() + 1);
        try {
            long bytes = size(qmp, from);
            if (order.to() instanceof DiskSource.Image image) {
                images.make(image, bytes);
            }
            forget(qmp, "blockdev-del", "node-name", to);
            qmp.ask("blockdev-add", BlockNode.of(order.to(), to, settings.reconnect()));
            if (size(qmp, to) != bytes) {
                throw new HypervisorException(Reason.NO_DISK,
                        size(qmp, to) + " bytes are there, and the disk has " + bytes);
            }
            qmp.ask("blockdev-mirror", Map.of("job-id", id(disk), "device", from, "target", to, "sync", "full",
                    "copy-mode", "write-blocking", "speed", order.bytesPerSecond(), "auto-dismiss", false));
            return kept;
        } catch (QmpException | HypervisorException e) {
            String why = e instanceof QmpException refused ? refused.description() : e.getMessage();
            tidy(fail(kept, disk, why), disk, qmp);
            throw new HypervisorException(e instanceof HypervisorException known ? known.reason() : Reason.NO_DISK,
                    "disk '" + order.disk() + "' cannot be moved to " + order.to() + ": " + why, e);
        }
    }

    private Kept pivot(Kept kept, int disk, Qmp qmp) throws IOException {
        Kept pivoting = step(kept, disk) == Kept.Step.PIVOTING ? kept : write(kept.step(disk, Kept.Step.PIVOTING, ""));
        qmp.ask("job-complete", Map.of("id", id(disk)));
        return awaitChange(pivoting, disk, qmp);
    }

    private Kept awaitChange(Kept kept, int disk, Qmp qmp) throws IOException {
        qmp.await(event -> event.path("event").asText().equals("JOB_STATUS_CHANGE")
                && event.path("data").path("id").asText().equals(id(disk))
                && event.path("data").path("status").asText().equals("concluded"), settings.answer());
        return kept;
    }

    private Kept concluded(Kept kept, int disk, JsonNode job) throws IOException {
        if (job.hasNonNull("error")) {
            return fail(kept, disk, job.path("error").asText());
        }
        return step(kept, disk) == Kept.Step.PIVOTING || kept.disks().get(disk).move().streams()
                ? write(kept.moved(disk))
                : fail(kept, disk, "the copy was given up by somebody else");
    }

    private Kept fail(Kept kept, int disk, String why) throws IOException {
        deleteCopy(kept, disk);
        return write(kept.step(disk, Kept.Step.FAILED, why));
    }

    Kept limit(Kept kept, int disk, long bytesPerSecond, Qmp qmp) throws IOException {
        Kept limited = write(kept.move(disk, kept.disks().get(disk).move().limited(bytesPerSecond)));
        JsonNode job = job(qmp, disk);
        if (job != null && !job.path("status").asText().equals("concluded")) {
            qmp.ask("block-job-set-speed", Map.of("device", id(disk), "speed", bytesPerSecond));
        }
        return limited;
    }

    /** An image that a move made is of no use without its end; a disk's own is the disk. */
    static void deleteCopy(Kept kept, int disk) throws IOException {
        if (!kept.disks().get(disk).move().streams()) {
            Images.delete(kept.disks().get(disk).move().order().to());
        }
    }

    Kept cancel(Kept kept, int disk, Qmp qmp) throws IOException {
        if (step(kept, disk) != Kept.Step.COPYING) {
            return goOn(kept, disk, qmp);
        }
        JsonNode job = job(qmp, disk);
        if (job != null && !job.path("status").asText().equals("concluded")) {
            qmp.ask("block-job-cancel", Map.of("device", id(disk), "force", true));
            awaitChange(kept, disk, qmp);
        }
        deleteCopy(kept, disk);
        Kept cancelled = write(kept.step(disk, Kept.Step.CANCELLED, ""));
        tidy(cancelled, disk, qmp);
        return cancelled;
    }

    /** Closes the place that is not used any more, and forgets the job, if a program before this one has not. */
    void tidy(Kept kept, int disk, Qmp qmp) throws IOException {
        if (kept.disks().get(disk).move().streams()) {
            forget(qmp, "job-dismiss", "id", id(disk));
            return;
        }
        int generation = kept.disks().get(disk).generation();
        int unused = step(kept, disk) == Kept.Step.DONE ? generation - 1 : generation + 1;
        forget(qmp, "blockdev-del", "node-name", BlockNode.name(disk, unused));
        forget(qmp, "job-dismiss", "id", id(disk));
    }

    /** What is not there is forgotten already. */
    private static void forget(Qmp qmp, String command, String field, String name) throws IOException {
        try {
            qmp.ask(command, Map.of(field, name));
        } catch (QmpException e) {
            if (!e.description().contains("Failed to find node") && !e.kind().equals("DeviceNotActive")
                    && !e.description().contains("not found")) {
                throw e;
            }
        }
    }

    MoveProgress progress(Kept kept, int disk, Qmp qmp) throws IOException {
        JsonNode job = step(kept, disk).over() ? null : job(qmp, disk);
        return job == null
                ? progress(kept, disk)
                : progress(kept, disk, job.path("current-progress").asLong(),
                        job.path("total-progress").asLong());
    }

    /** As it was when the machine ended, or as it ended. */
    static MoveProgress progress(Kept kept, int disk) {
        return progress(kept, disk, 0, 0);
    }

    private static MoveProgress progress(Kept kept, int disk, long done, long all) {
        Kept.Move move = kept.disks().get(disk).move();
        return new MoveProgress(move.order(), switch (move.step()) {
            case COPYING, PIVOTING -> MoveState.COPYING;
            case DONE -> MoveState.DONE;
            case FAILED -> MoveState.FAILED;
            case CANCELLED -> MoveState.CANCELLED;
        }, move.reason(), done, all);
    }

    private static JsonNode job(Qmp qmp, int disk) throws IOException {
        for (JsonNode job : qmp.ask("query-jobs")) {
            if (job.path("id").asText().equals(id(disk))) {
                return job;
            }
        }
        return null;
    }

    private static long size(Qmp qmp, String node) throws IOException {
        for (JsonNode found : qmp.ask("query-named-block-nodes", Map.of("flat", true))) {
            if (found.path("node-name").asText().equals(node)) {
                return found.path("image").path("virtual-size").asLong();
            }
        }
        throw new IOException("QEMU has no block node " + node);
    }

    private static String id(int disk) {
        return "move-d" + disk;
    }

    private static Kept.Step step(Kept kept, int disk) {
        return kept.disks().get(disk).move().step();
    }

    private Kept write(Kept kept) throws IOException {
        file.write(kept);
        return kept;
    }
}

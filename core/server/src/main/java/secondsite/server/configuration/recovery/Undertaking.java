package secondsite.server.configuration.recovery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.host.MachineSpecification;
import secondsite.api.host.MachineStatus;
import secondsite.api.recovery.Failover;
import secondsite.api.recovery.FailoverRequest;
import secondsite.api.recovery.FailoverState;
import secondsite.api.recovery.ProbeResult;

/**
 * A failover, with all that is needed to go on with it after a restart. Kept as JSON, so what is not there is null.
 *
 * @param name    of the machine
 * @param job     number of the job that worked on it last
 * @param ended   null while it is not over
 * @param notes   of who cleaned up
 * @param until   when what the request says of afterwards is done; null for never
 * @param problem why it failed
 */
record Undertaking(UUID id, UUID machine, String name, FailoverRequest request, String who, long job, Instant begun,
        FailoverState state, Copy copy, Instant ended, String notes, Instant until, String problem) {

    /**
     * The copy of the machine.
     *
     * @param hosted        its id at the host
     * @param masterTarget  name of the one whose host runs it
     * @param point         what was asked for
     * @param pointTime     moment to which its disks are brought back; null while that is not chosen
     * @param lostSeconds   so much of the newest past that leaves out
     * @param disks         what they are made of; none while that is not chosen
     * @param specification what the host is to make; null while that is not chosen
     * @param up            when it ran
     * @param works         whether the probes passed
     * @param probes        what they came to
     */
    record Copy(UUID hosted, String masterTarget, String point, Instant pointTime, Double lostSeconds,
            List<Disk> disks, MachineSpecification specification, Instant up, Boolean works,
            List<ProbeResult> probes) {

        Copy {
            disks = List.copyOf(disks);
            probes = List.copyOf(probes);
        }

        /** Of which only this is known yet. */
        static Copy of(String masterTarget, String point) {
            return new Copy(UUID.randomUUID(), masterTarget, point, null, null, List.of(), null, null, null, List.of());
        }

        Copy chosen(Instant time, double lost, List<Disk> from, MachineSpecification made) {
            return new Copy(hosted, masterTarget, point, time, lost, from, made, up, works, probes);
        }

        Copy upAt(Instant time) {
            return new Copy(hosted, masterTarget, point, pointTime, lostSeconds, disks, specification, time, works,
                    probes);
        }

        Copy probed(Boolean whetherItWorks, List<ProbeResult> results) {
            return new Copy(hosted, masterTarget, point, pointTime, lostSeconds, disks, specification, up,
                    whetherItWorks, results);
        }

        Optional<Disk> disk(UUID disk) {
            return disks.stream().filter(each -> each.disk().equals(disk)).findFirst();
        }
    }

    /**
     * A disk of the copy.
     *
     * @param export id of the kept export over which it lies
     * @param at     a sequence, or a time in ISO 8601
     */
    record Disk(UUID disk, UUID export, String at) {

        /** By which orders to the host call it. */
        String name() {
            return disk.toString();
        }
    }

    /** One that is only looked at. */
    static Undertaking draft(UUID machine, FailoverRequest request, String masterTarget) {
        return new Undertaking(UUID.randomUUID(), machine, "", request, "", 0, Instant.EPOCH, FailoverState.STARTING,
                Copy.of(masterTarget, ""), null, null, null, null);
    }

    Undertaking with(Copy other) {
        return new Undertaking(id, machine, name, request, who, job, begun, state, other, ended, notes, until, problem);
    }

    Undertaking in(FailoverState other) {
        return new Undertaking(id, machine, name, request, who, job, begun, other, copy, ended, notes, until, problem);
    }

    /** It is over. @param why it failed; null when it did not */
    Undertaking over(FailoverState last, Instant when, String why) {
        return new Undertaking(id, machine, name, request, who, job, begun, last, copy, when, notes, null, why);
    }

    /** It is to be decided about until then, or for ever. */
    Undertaking pending(Instant now) {
        Instant end = until != null || request.afterMinutes() == null
                ? until
                : now.plus(Duration.ofMinutes(request.afterMinutes()));
        return new Undertaking(id, machine, name, request, who, job, begun, FailoverState.COMMIT_PENDING, copy, ended,
                notes, end, problem);
    }

    Undertaking doneBy(long number) {
        return new Undertaking(id, machine, name, request, who, number, begun, state, copy, ended, notes, until,
                problem);
    }

    Undertaking noted(String text) {
        return new Undertaking(id, machine, name, request, who, job, begun, state, copy, ended, text, until, problem);
    }

    /** As people see it. @param status of the copy now; null when it was not asked */
    Failover told(MachineStatus status) {
        return new Failover(id, machine, name, request.kind(), state, copy.point(), copy.pointTime(),
                copy.lostSeconds(), copy.masterTarget(), copy.hosted(), who, job, begun, copy.up(), copy.works(),
                copy.probes(), ended, notes, until, request.afterwards(), request.plan(), problem, status);
    }
}

package secondsite.drill.demo;

import secondsite.agent.control.AgentStatus.DiskStatus;
import secondsite.agent.control.AgentStatus.Job;
import secondsite.agent.control.AgentStatus.Shipping;

/** What an agent says of one of its disks, as the demo understands it. */
record DiskState(DiskStatus told) {

    /** Everything that was written is durable at the second site. */
    boolean settled() {
        Shipping shipping = told.shipping();
        return told.job() == null && !compares() && shipping != null
                && shipping.targetSequence() >= told.lastSequence();
    }

    /** It does not go on where it was, but compares disk and replica. */
    boolean compares() {
        return !told.state().equals("LOGGING") || told.job() != null && told.job().kind().equals("RESYNC");
    }

    /** Age of the oldest write that the second site does not have. */
    double lagSeconds() {
        return told.shipping() == null ? 0 : told.shipping().lagSeconds();
    }

    boolean copying() {
        return told.job() != null && told.job().kind().equals("INITIAL_COPY");
    }

    /** How far the initial copy is, from 0 to 1. */
    double copied() {
        Job job = told.job();
        return job == null || job.totalBytes() == 0 ? 0 : (double) job.doneBytes() / job.totalBytes();
    }

    /** Rate and time left of the initial copy, in words. */
    String copyWords() {
        Job job = told.job();
        return Numbers.mebibytes(job.bytesPerSecond()) + "/s"
                + (job.secondsLeft() == null ? "" : ", " + job.secondsLeft() + " s left")
                + (job.waiting() == null ? "" : ", " + job.waiting());
    }

    long copySentBytes() {
        return told.job() == null ? 0 : told.job().sentBytes();
    }
}

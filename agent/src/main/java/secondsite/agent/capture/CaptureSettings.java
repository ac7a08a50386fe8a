package secondsite.agent.capture;

import java.util.UUID;
import secondsite.engine.journal.JournalIdentity;

/**
 * What a capture is opened with.
 *
 * @param epoch in which this side writes; rises with each failover
 * @param boot  this run of the machine: a process that ends leaves written pages behind, a machine that ends does not
 */
public record CaptureSettings(JournalIdentity identity, int epoch, UUID boot, SpoolLimits limits) {}

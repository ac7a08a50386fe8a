package secondsite.api.recovery;

import java.time.Instant;
import secondsite.api.host.Probe;

/** What a probe came to. @param evidence what was seen last, for people */
public record ProbeResult(Probe probe, boolean passed, String evidence, Instant when) {}

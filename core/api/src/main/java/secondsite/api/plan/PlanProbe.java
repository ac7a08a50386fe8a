package secondsite.api.plan;

import java.time.Instant;

/** What a probe came to. @param probe what was asked, for people. @param evidence what was seen */
public record PlanProbe(String probe, boolean passed, String evidence, Instant when) {}

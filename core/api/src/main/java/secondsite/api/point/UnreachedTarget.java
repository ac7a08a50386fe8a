package secondsite.api.point;

/** A master target of which nothing can be told now. @param problem why it cannot be asked */
public record UnreachedTarget(String masterTarget, String problem) {}

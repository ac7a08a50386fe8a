package secondsite.app.action;

/** Whether something may be done now. @param reason why not, in a sentence; empty when it may */
public record Permission(boolean allowed, String reason) {

    public static final Permission YES = new Permission(true, "");

    public static Permission no(String reason) {
        return new Permission(false, reason);
    }

    /** Both have to allow it; the first reason is told. */
    public Permission and(Permission other) {
        return allowed ? other : this;
    }
}

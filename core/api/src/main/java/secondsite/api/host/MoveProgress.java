package secondsite.api.host;

/**
 * How a move gets on.
 *
 * @param reason why it failed, for people; otherwise empty
 * @param doneBytes of {@code allBytes}; both grow by what the machine writes. 0 of 0 when it is not running
 */
public record MoveProgress(DiskMove move, MoveState state, String reason, long doneBytes, long allBytes) {}

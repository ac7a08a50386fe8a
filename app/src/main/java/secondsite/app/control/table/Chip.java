package secondsite.app.control.table;

import java.util.function.Predicate;
import secondsite.app.control.Status;

/**
 * A filter to click on. Of one {@code group} any chip that is chosen may match, of several groups all have to; {@code status} is
 * null for none.
 */
public record Chip<R>(String id, String group, String title, Status status, Predicate<R> matches) {}

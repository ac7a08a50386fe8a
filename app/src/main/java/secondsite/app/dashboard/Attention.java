package secondsite.app.dashboard;

import java.time.Instant;
import secondsite.app.control.Status;
import secondsite.app.navigation.Place;

/**
 * Something that needs somebody.
 *
 * @param title what is not as it should be, and of what
 * @param place where to go for it
 */
public record Attention(Status status, String title, String detail, Instant since, Place place) {}

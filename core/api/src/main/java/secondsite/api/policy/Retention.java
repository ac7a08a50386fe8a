package secondsite.api.policy;

/**
 * How much of the past is kept.
 *
 * @param everythingMinutes so long every record is a point
 * @param hourlyHours       so old points are kept hourly
 * @param dailyDays         so old points are kept daily; older ones are given up
 */
public record Retention(int everythingMinutes, int hourlyHours, int dailyDays) {}

package secondsite.api.recovery;

/** Starts a failed-over machine anew from another point. @param point as that of a {@link FailoverRequest} */
public record PointChange(String point) {}

package secondsite.engine.ship;

/** Bytes per second over the last five seconds. For one thread. */
final class RateMeter {

    private static final int BUCKETS = 10;
    private static final long BUCKET_NANOS = 500_000_000L;

    private final long[] bytes = new long[BUCKETS];
    private final long begunAt;
    private long current;

    RateMeter(long nowNanos) {
        begunAt = nowNanos;
    }

    void add(long count, long nowNanos) {
        advance(nowNanos);
        bytes[(int) (current % BUCKETS)] += count;
    }

    long bytesPerSecond(long nowNanos) {
        advance(nowNanos);
        long sum = 0;
        for (long bucket : bytes) {
            sum += bucket;
        }
        double seconds = Math.min(nowNanos - begunAt, BUCKETS * BUCKET_NANOS) * 1e-9;
        return (long) (sum / Math.max(seconds, BUCKET_NANOS * 1e-9));
    }

    private void advance(long nowNanos) {
        long now = Math.max(0, nowNanos - begunAt) / BUCKET_NANOS;
        for (long bucket = Math.max(current + 1, now - BUCKETS + 1); bucket <= now; bucket++) {
            bytes[(int) (bucket % BUCKETS)] = 0;
        }
        current = Math.max(current, now);
    }
}

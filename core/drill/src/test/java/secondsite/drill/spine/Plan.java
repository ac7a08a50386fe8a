package secondsite.drill.spine;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import secondsite.agent.capture.SpoolLimits;
import secondsite.drill.world.Network.Weather;
import secondsite.engine.ship.ShippingSettings;
import secondsite.server.target.RetentionPolicy;

/** What one seed makes of the world: how large it is, and which kinds of trouble it has. */
record Plan(int agents, int disksEach, int gateways, Places places, int largestWrite, SpoolLimits spoolLimits,
        ShippingSettings shipping, int cacheSegmentBytes, long cacheLimitBytes, int journalSegmentBytes,
        int checkpointMillis, int resyncDelayMillis, boolean expires, RetentionPolicy retention, Set<Trouble> troubles,
        Weather weather) {

    /** A kind of trouble. */
    enum Trouble {
        KILL, POWER_LOSS, INPUT_OUTPUT_ERROR, FAILED_FORCE, FULL, PARTITION, ONE_WAY, CLOCK, RUSH
    }

    static Plan of(RandomGenerator random) {
        Set<Trouble> troubles = EnumSet.noneOf(Trouble.class);
        for (Trouble trouble : Trouble.values()) {
            if (random.nextInt(5) < 2) {
                troubles.add(trouble);
            }
        }
        ShippingSettings shipping = shipping(random);
        int largestWrite = (4 << 10) << random.nextInt(6);
        long cache = (256 << 10) + 3L * shipping.sliceBytes() + 16L * largestWrite << random.nextInt(2);
        return new Plan(1 + random.nextInt(3), 1 + random.nextInt(2), 1 + random.nextInt(2), places(random),
                largestWrite, new SpoolLimits(4L << 20, 0), shipping,
                random.nextInt(16 << 10, 256 << 10), cache, random.nextInt(16 << 10, 256 << 10),
                random.nextInt(500, 6000), random.nextBoolean() ? 0 : random.nextInt(15_000), random.nextBoolean(),
                retention(random), troubles, weather(random));
    }

    /** Of hours of the machines' clocks, which are seconds of a drill. */
    private static RetentionPolicy retention(RandomGenerator random) {
        Duration continuous = Duration.ofMinutes(random.nextInt(30, 180));
        Duration hourly = continuous.plusMinutes(random.nextInt(180));
        return new RetentionPolicy(continuous, hourly, hourly.plusMinutes(random.nextInt(360)), 0);
    }

    private static Places places(RandomGenerator random) {
        return random.nextBoolean()
                ? new Places(2 + random.nextInt(2), 64 << 10)
                : new Places(1, (64 << 10) * (1 + random.nextInt(4)) - 512 * random.nextInt(3));
    }

    private static ShippingSettings shipping(RandomGenerator random) {
        Optional<ShippingSettings.Packing> packing = random.nextInt(4) == 0
                ? Optional.empty()
                : Optional.of(new ShippingSettings.Packing((4 << 10) << random.nextInt(6), random.nextBoolean()));
        return new ShippingSettings((16 << 10) << random.nextInt(6), 1 + random.nextInt(3), packing,
                Duration.ofMillis(random.nextInt(200, 1500)), Duration.ofMillis(250), Duration.ofSeconds(10),
                Duration.ofMillis(250),
                Duration.ofSeconds(30), Duration.ofSeconds(60));
    }

    private static Weather weather(RandomGenerator random) {
        return new Weather(some(random, 0.1), some(random, 0.1), some(random, 0.02), some(random, 0.1));
    }

    private static double some(RandomGenerator random, double most) {
        return random.nextInt(2) == 0 ? 0 : random.nextDouble() * most;
    }

    boolean has(Trouble trouble) {
        return troubles.contains(trouble);
    }
}

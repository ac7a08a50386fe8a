package secondsite.drill.house;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** Reaching for the machine's clock or for randomness, instead of being given them: what no drill could replay. */
final class Reaching {

    private static final Map<String, Set<String>> CLOCK = Map.of(
            System.class.getName(), Set.of("currentTimeMillis"),
            Instant.class.getName(), Set.of("now"),
            Clock.class.getName(), Set.of("systemUTC", "systemDefaultZone", "system", "tickMillis", "tickSeconds"),
            InstantSource.class.getName(), Set.of("system"));
    private static final Map<String, Set<String>> STOP_WATCH = Map.of(System.class.getName(), Set.of("nanoTime"));
    private static final Map<String, Set<String>> RANDOM = Map.of(
            Math.class.getName(), Set.of("random"),
            UUID.class.getName(), Set.of("randomUUID"),
            ThreadLocalRandom.class.getName(), Set.of("current"),
            RandomGenerator.class.getName(), Set.of("getDefault", "of"));
    private static final Set<String> SEEDED = Set.of(Random.class.getName(), SplittableRandom.class.getName());

    private Reaching() {}

    /** What time it is. */
    static DescribedPredicate<JavaAccess<?>> forTheClock() {
        return DescribedPredicate.describe("reaches for the clock", access -> listed(CLOCK, access));
    }

    /** How long something takes. */
    static DescribedPredicate<JavaAccess<?>> forTheStopWatch() {
        return DescribedPredicate.describe("reaches for the stop watch", access -> listed(STOP_WATCH, access));
    }

    static DescribedPredicate<JavaAccess<?>> forRandomness() {
        return DescribedPredicate.describe("reaches for randomness",
                access -> listed(RANDOM, access) || unseeded(access));
    }

    private static boolean listed(Map<String, Set<String>> table, JavaAccess<?> access) {
        return table.getOrDefault(access.getTargetOwner().getFullName(), Set.of())
                .contains(access.getTarget().getName());
    }

    private static boolean unseeded(JavaAccess<?> access) {
        return SEEDED.contains(access.getTargetOwner().getFullName())
                && access.getTarget().getFullName().endsWith(".<init>()");
    }
}

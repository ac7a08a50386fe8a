package secondsite.drill.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.io.ObjectInputStream;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What code may reach for by itself, and what it must be given. */
class ReachingTest {

    /** Where programs begin, are put together, and speak to a person in a terminal. */
    private static final String[] MAINS = {"secondsite.agent", "secondsite.server", "secondsite.app"};

    private final JavaClasses classes = Checkout.imported();

    @Test
    void theEngineIsGivenItsRandomness() {
        noClasses().that().resideInAPackage("secondsite.engine..").should().accessTargetWhere(Reaching.forRandomness())
                .check(classes);
    }

    @Test
    void everybodyButTheMainProgramsIsGivenItsClock() {
        outside(MAINS).should().accessTargetWhere(Reaching.forTheClock()).check(classes);
    }

    /** Where threads wait for clients, as the NBD server's do, they may measure; what is decided may not depend on it. */
    @Test
    void theEngineMeasuresNoTimeWhereItDecides() {
        noClasses().that().resideInAPackage("secondsite.engine..").and()
                .resideOutsideOfPackage("secondsite.engine.nbd..").and()
                .haveNameNotMatching("secondsite\\.engine\\.ship\\.MonotonicTime.*").should()
                .accessTargetWhere(Reaching.forTheStopWatch()).check(classes);
    }

    @Test
    void onlyMainProgramsSpeakToTheTerminal() {
        outside(MAINS).should(ACCESS_STANDARD_STREAMS).check(classes);
        outside(MAINS).should().callMethod(System.class, "exit", int.class)
                .check(classes);
    }

    @Test
    void systemCallsHaveTwoHomes() {
        outside("secondsite.engine.file..", "secondsite.agent.os..").should().dependOnClassesThat()
                .belongToAnyOf(Linker.class, SymbolLookup.class).check(classes);
    }

    @Test
    void otherProgramsAreStartedInFewPlaces() {
        // Scripts of a recovery plan are the administrator's own.
        outside("secondsite.agent.os..", "secondsite.server.hypervisor..", "secondsite.server.target.export..",
                "secondsite.server.configuration.plan..").should().dependOnClassesThat()
                .areAssignableTo(ProcessBuilder.class).check(classes);
        noClasses().should().callMethod(Runtime.class, "exec", String[].class).check(classes);
    }

    @Test
    void nothingIsEverReadByJavaDeserialization() {
        noClasses().should().dependOnClassesThat().areAssignableTo(ObjectInputStream.class).check(classes);
    }

    @Test
    void staticFieldsDoNotChange() {
        ArchRule rule = fields().that().areStatic().and().areNotFinal().should().haveModifier(JavaModifier.SYNTHETIC);
        rule.allowEmptyShould(true).check(classes);
    }

    @Test
    void reachingIsSeenInCallsReferencesAndConstructors() {
        JavaClasses culprits = new ClassFileImporter().importClasses(CallsTheClock.class, RefersToTheClock.class,
                DrawsAnId.class, DrawsWithoutSeed.class, DrawsWithSeed.class);
        assertThat(culpritsOf(noClasses().should().accessTargetWhere(Reaching.forTheClock()), culprits))
                .contains("CallsTheClock", "RefersToTheClock").doesNotContain("Draws");
        assertThat(culpritsOf(noClasses().should().accessTargetWhere(Reaching.forRandomness()), culprits))
                .contains("DrawsAnId", "DrawsWithoutSeed").doesNotContain("DrawsWithSeed", "TheClock");
    }

    private static String culpritsOf(ArchRule rule, JavaClasses classes) {
        return String.join("\n", rule.evaluate(classes).getFailureReport().getDetails());
    }

    private static GivenClassesConjunction outside(String... packages) {
        return noClasses().that().resideOutsideOfPackages(packages);
    }

    static final class CallsTheClock {
        Instant now() {
            return Instant.now();
        }
    }

    static final class RefersToTheClock {
        final Supplier<Instant> clock = Instant::now;
    }

    static final class DrawsAnId {
        UUID id() {
            return UUID.randomUUID();
        }
    }

    static final class DrawsWithoutSeed {
        Random random() {
            return new Random();
        }
    }

    static final class DrawsWithSeed {
        Random random() {
            return new Random(1);
        }
    }
}

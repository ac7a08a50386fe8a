package secondsite.drill.house;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import secondsite.engine.disk.Writes;

/** The arrows between modules and packages. */
class ArrowsTest {

    private final JavaClasses classes = Checkout.imported();

    /** What each package of the engine may stand on, besides itself and the way writes travel, {@link Writes}. */
    private static final Map<String, List<String>> ENGINE = Map.of(
            "file", List.of(),
            "disk", List.of("file"),
            "layer", List.of("disk", "file"),
            "segment", List.of("file"),
            "journal", List.of("segment", "file"),
            "nbd", List.of("disk", "file"),
            "compare", List.of("disk", "file"),
            "ship", List.of("journal", "segment", "file"));

    private static final List<String> ROLES = List.of("configuration", "process", "target");

    @Test
    void allProgramsAreLookedAt() {
        assertThat(Stream.of("api", "engine", "server", "agent")
                .filter(part -> classes.stream()
                        .noneMatch(found -> found.getPackageName().startsWith("secondsite." + part))))
                .isEmpty();
    }

    @Test
    void theApiKnowsNothingOfOurs() {
        hold(noClasses().that().resideInAPackage("secondsite.api..").should().dependOnClassesThat()
                .resideInAnyPackage(except("secondsite.api..")));
    }

    @Test
    void theEngineStandsOnTheJdkAndTwoLibrariesAlone() {
        hold(classes().that().resideInAPackage("secondsite.engine..").should().onlyDependOnClassesThat()
                .resideInAnyPackage("secondsite.engine..", "java.io..", "java.lang..", "java.math..", "java.net",
                        "java.nio..", "java.security..", "java.time..", "java.util", "java.util.concurrent..",
                        "java.util.function..", "java.util.random..", "java.util.regex..", "java.util.stream..",
                        "java.util.zip..",
                        "javax.net.ssl..", "net.jpountz..", "com.dynatrace.hash4j.."));
    }

    @TestFactory
    Stream<DynamicTest> enginePackagesStandOnlyOnThoseBelow() {
        return ENGINE.entrySet().stream().map(entry -> DynamicTest.dynamicTest(entry.getKey(),
                () -> hold(standsOnlyOn(entry.getKey(), entry.getValue()))));
    }

    private static ArchRule standsOnlyOn(String part, List<String> below) {
        String[] allowed = Stream.concat(Stream.of(part), below.stream())
                .map(name -> "secondsite.engine." + name + "..")
                .toArray(String[]::new);
        return noClasses().that().resideInAPackage("secondsite.engine." + part + "..").should().dependOnClassesThat(
                resideInAnyPackage("secondsite.engine..").and(not(resideInAnyPackage(allowed)))
                        .and(not(equivalentTo(Writes.class))));
    }

    @Test
    void everyEnginePackageIsListedHere() {
        assertThat(classes.stream().map(found -> found.getPackageName())
                .filter(name -> name.startsWith("secondsite.engine.")).map(name -> name.split("\\.")[2]))
                .hasSameElementsAs(ENGINE.keySet());
    }

    @Test
    void theConsoleKnowsOnlyTheApi() {
        hold(noClasses().that().resideInAPackage("secondsite.app..").should().dependOnClassesThat()
                .resideInAnyPackage("secondsite.engine..", "secondsite.server..", "secondsite.agent.."));
    }

    @Test
    void agentAndServerDoNotKnowEachOther() {
        hold(noClasses().that().resideInAPackage("secondsite.agent..").should().dependOnClassesThat()
                .resideInAPackage("secondsite.server.."));
        hold(noClasses().that().resideInAPackage("secondsite.server..").should().dependOnClassesThat()
                .resideInAPackage("secondsite.agent.."));
    }

    @TestFactory
    Stream<DynamicTest> rolesSpeakOnlyByRest() {
        return ROLES.stream().map(role -> DynamicTest.dynamicTest(role, () -> hold(
                noClasses().that().resideInAPackage("secondsite.server." + role + "..").should().dependOnClassesThat()
                        .resideInAnyPackage(ROLES.stream().filter(other -> !other.equals(role))
                                .map(other -> "secondsite.server." + other + "..").toArray(String[]::new)))));
    }

    /** Failover jobs order machines; what makes them knows nothing of jobs, and is the only one who knows its platforms. */
    @Test
    void hypervisorsKnowNoRoleAndNobodyKnowsThePlatforms() {
        hold(noClasses().that().resideInAPackage("secondsite.server.hypervisor..").should().dependOnClassesThat(
                resideInAnyPackage("secondsite.server..")
                        .and(not(resideInAnyPackage("secondsite.server.hypervisor..")))));
        hold(noClasses().that().resideOutsideOfPackages("secondsite.server.hypervisor.qemu..", "secondsite.server")
                .should().dependOnClassesThat().resideInAPackage("secondsite.server.hypervisor.qemu.."));
    }

    /** It stands beside a master target, which it asks for disks as they were only through what the wiring gives it. */
    @Test
    void aHostOfMachinesKnowsNoRoleAndNoRoleKnowsIt() {
        String[] roles = ROLES.stream().map(role -> "secondsite.server." + role + "..").toArray(String[]::new);
        hold(noClasses().that().resideInAPackage("secondsite.server.host..").should().dependOnClassesThat()
                .resideInAnyPackage(roles));
        hold(noClasses().that().resideInAnyPackage(roles).should().dependOnClassesThat()
                .resideInAnyPackage("secondsite.server.host..", "secondsite.server.hypervisor.."));
    }

    @Test
    void theAdministratorsVerbsKnowOnlyTheApi() {
        hold(classes().that().resideInAPackage("secondsite.server.administration..").should()
                .onlyDependOnClassesThat().resideInAnyPackage("secondsite.server.administration..", "secondsite.api..",
                        "picocli..", "java.."));
    }

    @Test
    void onlyTheStoreSpeaksSql() {
        hold(noClasses().that().resideOutsideOfPackage("secondsite.server.configuration.store..").should()
                .dependOnClassesThat().resideInAnyPackage("java.sql..", "javax.sql..", "org.jdbi..", "org.sqlite.."));
        hold(noClasses().that().resideOutsideOfPackage("secondsite.server.configuration..").should()
                .dependOnClassesThat().resideInAPackage("secondsite.server.configuration.store.."));
    }

    @Test
    void whatIsDecidedDoesNotKnowHowItIsAsked() {
        hold(noClasses().that().resideInAnyPackage("secondsite.server.configuration.inventory..",
                "secondsite.server.configuration.protection..", "secondsite.server.configuration.recovery..",
                "secondsite.server.configuration.activity..", "secondsite.server.configuration.policy..",
                "secondsite.server.configuration.backup..", "secondsite.server.configuration.point..",
                "secondsite.server.configuration.plan..", "secondsite.server.configuration.installation..").should()
                .dependOnClassesThat().resideInAPackage("secondsite.server.configuration.rest.."));
    }

    @Test
    void viewModelsNeverSeeTheScene() {
        hold(noClasses().that().haveSimpleNameEndingWith("ViewModel").should().dependOnClassesThat()
                .resideInAnyPackage("javafx.scene..", "javafx.stage..", "javafx.fxml.."));
        hold(noClasses().that().resideOutsideOfPackage("secondsite.app.fx..").should()
                .callMethod("javafx.application.Platform", "runLater", Runnable.class.getName()));
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("secondsite.(**)").should().beFreeOfCycles().check(classes);
    }

    private static String[] except(String own) {
        return Stream.of("secondsite.api..", "secondsite.engine..", "secondsite.server..", "secondsite.agent..",
                "secondsite.app..").filter(part -> !part.equals(own)).toArray(String[]::new);
    }

    /** Arrows between packages that nobody has built yet hold as well. */
    private void hold(ArchRule rule) {
        rule.allowEmptyShould(true).check(classes);
    }
}

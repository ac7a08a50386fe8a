package secondsite.app;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import javafx.application.Platform;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The arrows between the console's packages. */
class HouseTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("secondsite.app");

    private static final String APP = "secondsite.app.";
    /** What every screen stands on; all other packages are screens or families of wizards. */
    private static final List<String> FOUNDATION = List.of("fx", "control", "kept", "navigation", "session", "words",
            "action", "entry", "form", "frame", "wizard", "dialog", "table");

    private static void hold(ArchRule rule) {
        rule.allowEmptyShould(true).check(CLASSES);
    }

    private static Stream<String> screens() {
        return CLASSES.stream().map(JavaClass::getPackageName).filter(name -> name.startsWith(APP))
                .map(name -> name.substring(APP.length()).split("\\.")[0]).filter(name -> !FOUNDATION.contains(name))
                .distinct();
    }

    @Test
    void theConsoleKnowsOnlyTheApi() {
        hold(noClasses().should().dependOnClassesThat().resideInAnyPackage("secondsite.engine..", "secondsite.server..",
                "secondsite.agent..", "okhttp3..", "com.fasterxml.."));
    }

    @Test
    void viewModelsKnowNothingOfNodesAndWindows() {
        hold(noClasses().that().haveSimpleNameEndingWith("ViewModel").should().dependOnClassesThat()
                .resideInAnyPackage("javafx.scene..", "javafx.stage..", "javafx.fxml.."));
    }

    @Test
    void onlyFxHandsWorkToTheThreadOfTheWindows() {
        hold(noClasses().that().resideOutsideOfPackage(APP + "fx..").should()
                .callMethod(Platform.class, "runLater", Runnable.class));
    }

    @Test
    void onlyFxLoadsFxml() {
        hold(noClasses().that().resideOutsideOfPackage(APP + "fx..").should().dependOnClassesThat()
                .haveFullyQualifiedName("javafx.fxml.FXMLLoader"));
    }

    @Test
    void controlsKnowPlainValuesOnly() {
        hold(noClasses().that().resideInAPackage(APP + "control..").should().dependOnClassesThat(
                resideInAnyPackage("secondsite..").and(DescribedPredicate.not(resideInAnyPackage(APP + "control..")))));
    }

    @Test
    void fxKnowsNothingOfTheApiAndOfTheRestOfTheConsole() {
        hold(noClasses().that().resideInAPackage(APP + "fx..").should().dependOnClassesThat(
                resideInAnyPackage("secondsite..").and(DescribedPredicate.not(resideInAnyPackage(APP + "fx..")))));
    }

    @TestFactory
    Stream<DynamicTest> noScreenKnowsAnother() {
        return screens().map(screen -> DynamicTest.dynamicTest(screen, () -> hold(noClasses().that()
                .resideInAPackage(APP + screen + "..").should().dependOnClassesThat(resideInAnyPackage(
                        screens().filter(other -> !other.equals(screen)).map(other -> APP + other + "..")
                                .toArray(String[]::new))))));
    }

    @Test
    void theFoundationKnowsNoScreen() {
        hold(noClasses()
                .that(resideInAnyPackage(FOUNDATION.stream().map(name -> APP + name + "..").toArray(String[]::new)))
                .should().dependOnClassesThat(
                        resideInAnyPackage(screens().map(name -> APP + name + "..").toArray(String[]::new))));
    }

    @Test
    void packagesHaveNoCycles() {
        hold(slices().matching("secondsite.app.(*)..").should().beFreeOfCycles());
    }
}

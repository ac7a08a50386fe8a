package secondsite.drill.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** How sources look: said in a sentence, small, finished, and named after an idea. */
class SourcesTest {

    private static final int LONGEST_FILE_LINES = 400;
    private static final Set<String> NAMES_THAT_SAY_NOTHING = Set.of("common", "util", "utils", "impl", "misc",
            "helper",
            "helpers", "dto", "service", "services", "controller", "event", "events", "manager");
    private static final Pattern TYPE = Pattern.compile(
            "^(?:public |final |abstract |sealed |non-sealed )*(?:class|interface|record|enum|@interface) (\\w+)",
            Pattern.MULTILINE);
    private static final Pattern IMPORT = Pattern.compile("^(?:import|package) .*;$", Pattern.MULTILINE);
    /** A name in comments that marks what is not finished; built so that this file is not one of them. */
    private static final Pattern UNFINISHED = Pattern
            .compile("\\b(" + String.join("|", "TO" + "DO", "FIX" + "ME", "X" + "XX") + ")\\b");

    @Test
    void everyPackageSaysInASentenceWhatItIs() {
        Set<Path> packages = Checkout.sources().stream().map(Path::getParent).collect(Collectors.toSet());
        assertThat(packages).isNotEmpty();
        assertThat(packages.stream().filter(folder -> !explained(folder.resolve("package-info.java")))).isEmpty();
    }

    private static boolean explained(Path info) {
        return Files.exists(info) && read(info).startsWith("/**");
    }

    @Test
    void everyClassSaysWhatItIsResponsibleFor() {
        assertThat(
                sourcesWhere(text -> !documented(text)).stream().filter(file -> !file.toString().endsWith("Test.java")))
                .as("a test's methods say it").isEmpty();
    }

    private static boolean documented(String text) {
        Matcher type = TYPE.matcher(text);
        if (!type.find()) {
            return true;
        }
        Matcher imports = IMPORT.matcher(text);
        int begin = 0;
        while (imports.find()) {
            begin = imports.end();
        }
        return text.substring(begin, type.start()).contains("/**");
    }

    @Test
    void noPackageHasANameThatSaysNothing() {
        assertThat(Checkout.sources().stream().map(file -> file.getParent().getFileName().toString()))
                .doesNotContainAnyElementsOf(NAMES_THAT_SAY_NOTHING);
    }

    @Test
    void noFileGrowsBeyondWhatOneReads() {
        assertThat(sourcesWhere(text -> text.lines().count() > LONGEST_FILE_LINES)).isEmpty();
    }

    @Test
    void nothingIsLeftUnfinished() throws IOException {
        assertThat(sourcesWhere(text -> UNFINISHED.matcher(text).find())).isEmpty();
        for (Path test : Checkout.tests()) {
            assertThat(Files.readString(test)).as("%s", test).doesNotContainPattern("^ *@Disabled *$");
        }
    }

    private static List<Path> sourcesWhere(Predicate<String> fault) {
        return Checkout.sources().stream().filter(file -> fault.test(read(file))).toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

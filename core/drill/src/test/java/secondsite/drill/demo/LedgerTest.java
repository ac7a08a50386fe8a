package secondsite.drill.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.drill.tools.Shell;

class LedgerTest {

    @TempDir
    private Path root;

    @Test
    void countsWhatTheDatabaseAcknowledged() {
        Ledger ledger = filled(5);
        ledger.close();
        assertThat(ledger.acknowledged()).isEqualTo(5);
        assertThat(Ledger.lastEntry(root)).isEqualTo(5);
    }

    @Test
    void goesOnAfterTheLastEntry() {
        filled(3).close();
        Ledger again = filled(2);
        again.close();
        assertThat(again.acknowledged()).isEqualTo(5);
    }

    @Test
    void anEntryThatIsMissingInTheMiddleIsNoticed() {
        filled(5).close();
        Shell.run("sqlite3", root.resolve("ledger.db").toString(), "DELETE FROM entry WHERE id = 3;");
        assertThatThrownBy(() -> Ledger.lastEntry(root)).isInstanceOf(Shell.Failure.class)
                .hasMessageContaining("broken");
    }

    @Test
    void theMistakeLeavesNothing() {
        Ledger ledger = filled(5);
        ledger.ruin();
        ledger.close();
        assertThat(Ledger.lastEntry(root)).isZero();
    }

    private Ledger filled(int entries) {
        Ledger ledger = new Ledger(root);
        ledger.open();
        for (int i = 0; i < entries; i++) {
            ledger.add();
        }
        return ledger;
    }
}

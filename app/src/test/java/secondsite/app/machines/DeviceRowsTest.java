package secondsite.app.machines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;
import secondsite.api.machine.DeviceFacts;
import secondsite.app.machines.DeviceRows.Row;

class DeviceRowsTest {

    private static DeviceFacts device(String name, String... on) {
        return new DeviceFacts(name, "/dev/" + name, "disk", List.of(on), 1, null, null, null, null, null, null, null);
    }

    @Test
    void eachDeviceStandsBelowWhatItLiesOnAndOnce() {
        List<Row> rows = DeviceRows.of(List.of(device("sda"), device("dm-0", "sda2", "sdb"), device("sda1", "sda"),
                device("sda2", "sda"), device("sdb")));
        assertThat(rows).extracting(Row::name, Row::depth, Row::place).containsExactly(tuple("sda", 0, 0),
                tuple("sda1", 1, 1), tuple("sda2", 1, 2), tuple("dm-0", 2, 3), tuple("sdb", 0, 4));
    }

    @Test
    void devicesThatSayTheyLieOnEachOtherStopNobody() {
        assertThat(DeviceRows.of(List.of(device("a", "b"), device("b", "a"), device("c")))).extracting(Row::name)
                .containsExactly("c");
    }
}

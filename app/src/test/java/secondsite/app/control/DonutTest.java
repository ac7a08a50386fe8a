package secondsite.app.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class DonutTest {

    @Test
    void oneOfTenThousandCanBeSeen() {
        double[] degrees = Donut.degrees(new double[]{9_999, 1});
        assertThat(degrees[1]).isGreaterThan(5);
        assertThat(DoubleStream.of(degrees).sum()).isCloseTo(360, Offset.offset(0.001));
    }

    @Test
    void slicesAreInProportion() {
        assertThat(Donut.degrees(new double[]{1, 3})).containsExactly(90, 270);
    }
}

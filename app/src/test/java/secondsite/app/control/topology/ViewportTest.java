package secondsite.app.control.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ViewportTest {

    private static final Offset<Double> SAME = Offset.offset(1e-6);

    @Test
    void whatIsUnderThePointerStaysThere() {
        Viewport view = new Viewport(0.8, 30, -200);
        for (double factor : new double[]{1.2, 0.5, 100, 0.0001}) {
            Viewport zoomed = view.zoomed(factor, 400, 300);
            assertThat(zoomed.pictureX(400)).isCloseTo(view.pictureX(400), SAME);
            assertThat(zoomed.pictureY(300)).isCloseTo(view.pictureY(300), SAME);
            assertThat(zoomed.zoom()).isBetween(Viewport.LEAST_ZOOM, Viewport.MOST_ZOOM);
        }
    }

    @Test
    void fittingShowsAllOfIt() {
        Box bounds = new Box(-100, 50, 5_000, 900);
        Viewport view = Viewport.fit(bounds, 1_200, 800);
        Box seen = view.seen(1_200, 800);
        assertThat(seen.x()).isLessThan(bounds.x());
        assertThat(seen.right()).isGreaterThan(bounds.right());
        assertThat(seen.y()).isLessThan(bounds.y());
        assertThat(seen.bottom()).isGreaterThan(bounds.bottom());
    }

    @Test
    void thePictureCannotBeLost() {
        Box bounds = new Box(0, 0, 3_000, 2_000);
        Random random = new Random(2);
        Viewport view = Viewport.fit(bounds, 1_200, 800);
        for (int i = 0; i < 1_000; i++) {
            view = view.moved(random.nextInt(-2_000, 2_000), random.nextInt(-2_000, 2_000))
                    .zoomed(random.nextDouble(0.5,
                            2), random.nextInt(1_200), random.nextInt(800))
                    .within(bounds, 1_200, 800);
            assertThat(view.seen(1_200, 800).meets(bounds)).as("%s", view).isTrue();
        }
    }

    @Test
    void aBoxOutOfSightIsBroughtIntoView() {
        Viewport view = new Viewport(1, 0, 0);
        Box far = new Box(5_000, -700, 100, 30);
        Box seen = view.showing(far, 1_200, 800).seen(1_200, 800);
        assertThat(far.x() >= seen.x() && far.right() <= seen.right() && far.y() >= seen.y() && far.bottom() <= seen
                .bottom()).isTrue();
        assertThat(view.showing(new Box(500, 300, 100, 30), 1_200, 800)).isEqualTo(view);
    }
}

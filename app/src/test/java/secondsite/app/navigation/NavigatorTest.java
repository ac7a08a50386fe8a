package secondsite.app.navigation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Ways between screens. */
class NavigatorTest {

    private final Navigator navigator = new Navigator();

    @Test
    void backLeadsWhereThePersonWasAndForwardTakesThatBack() {
        assertThat(navigator.canGoBack().get()).isFalse();
        navigator.go(Screen.JOBS);
        navigator.go(Screen.JOB, "812");
        navigator.back();
        assertThat(navigator.place().get()).isEqualTo(Place.of(Screen.JOBS));
        navigator.forward();
        assertThat(navigator.place().get()).isEqualTo(new Place(Screen.JOB, "812"));
        navigator.back();
        navigator.back();
        assertThat(navigator.place().get()).isEqualTo(Place.of(Screen.DASHBOARD));
        assertThat(navigator.canGoBack().get()).isFalse();
    }

    @Test
    void whereThePersonIsAlreadyIsNoWayAndTheSubjectIsOfOneScreenOnly() {
        navigator.go(Screen.JOBS);
        navigator.name(Screen.JOBS, "all");
        navigator.go(Screen.JOBS);
        assertThat(navigator.subject().get()).isEqualTo("all");
        navigator.go(Screen.DASHBOARD);
        assertThat(navigator.subject().get()).isEmpty();
        navigator.name(Screen.JOBS, "an answer that came late");
        assertThat(navigator.subject().get()).isEmpty();
    }
}

package secondsite.server.configuration.point;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import secondsite.api.point.Moments;

/** The times of which several disks have any moment. */
final class CommonMoments {

    private CommonMoments() {}

    /** What lies in all. @param all of each disk, the oldest first. None when there are no disks */
    static List<Moments> of(List<List<Moments>> all) {
        return all.stream().reduce(CommonMoments::both).orElse(List.of());
    }

    private static List<Moments> both(List<Moments> some, List<Moments> others) {
        var both = new ArrayList<Moments>();
        int one = 0;
        int other = 0;
        while (one < some.size() && other < others.size()) {
            Moments left = some.get(one);
            Moments right = others.get(other);
            Instant from = left.from().isAfter(right.from()) ? left.from() : right.from();
            Instant to = left.to().isBefore(right.to()) ? left.to() : right.to();
            if (from.isBefore(to)) {
                both.add(new Moments(from, to));
            }
            if (left.to().isBefore(right.to())) {
                one++;
            } else {
                other++;
            }
        }
        return both;
    }
}

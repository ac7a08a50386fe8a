package secondsite.server.configuration.point;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.Problem;
import secondsite.api.ProblemCode;
import secondsite.api.client.PointClient;
import secondsite.api.client.TransferException;
import secondsite.api.point.Moments;
import secondsite.api.point.Pin;
import secondsite.api.point.PointList;
import secondsite.api.point.PointLookup;
import secondsite.api.point.PointQuery;

/** What a master target says of a disk; nothing of one whose replica has not begun. */
record AskedDisk(UUID disk, PointClient target) {

    private interface Question<T> {
        T ask() throws TransferException;
    }

    private static <T> T known(T otherwise, Question<T> question) throws TransferException {
        try {
            return question.ask();
        } catch (TransferException e) {
            if (e.problem().map(Problem::code).filter(code -> code == ProblemCode.UNKNOWN_DISK).isPresent()) {
                return otherwise;
            }
            throw e;
        }
    }

    PointList points(PointQuery query) throws TransferException {
        return known(query).orElseGet(() -> new PointList(List.of(), List.of(), List.of(), null));
    }

    /** Empty when there is no replica. */
    Optional<PointList> known(PointQuery query) throws TransferException {
        return known(Optional.empty(), () -> Optional.of(target.points(disk, query)));
    }

    /** All from a place on. */
    List<PointList.Point> rest(PointQuery query) throws TransferException {
        var all = new ArrayList<PointList.Point>();
        PointList part = points(query);
        all.addAll(part.points());
        while (part.next() != null) {
            part = points(query.after(part.next()));
            all.addAll(part.points());
        }
        return all;
    }

    /** Those of these marks that it has. */
    List<PointList.Point> marks(List<UUID> ids) throws TransferException {
        var all = new ArrayList<PointList.Point>();
        for (int at = 0; at < ids.size(); at += PointLookup.MOST) {
            List<UUID> some = ids.subList(at, Math.min(ids.size(), at + PointLookup.MOST));
            all.addAll(known(List.of(), () -> target.lookup(disk, some)));
        }
        return all;
    }

    List<Moments> moments() throws TransferException {
        return known(List.of(), () -> target.moments(disk));
    }

    List<Pin> pins() throws TransferException {
        return known(List.of(), () -> target.pins(disk));
    }
}

package secondsite.drill.spine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import secondsite.agent.capture.Capture;
import secondsite.agent.capture.SplitCapture;
import secondsite.agent.copy.CopyTarget;
import secondsite.drill.world.Run;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.Extent;
import secondsite.engine.disk.Writes;
import secondsite.engine.journal.Journal;
import secondsite.engine.layer.DiskLayer;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.Record;
import secondsite.engine.ship.Answer;
import secondsite.engine.ship.Position;
import secondsite.engine.ship.Receiver;
import secondsite.engine.ship.Slice;
import secondsite.server.target.Replica;
import secondsite.server.target.RetentionPolicy;

/** Builds with one known bug each: if the drill does not find them, it would not find the next one either. */
final class KnownBugs {

    private KnownBugs() {}

    /** @param seed that found it last, with which the search begins */
    record Bug(long seed, Build build) {}

    /** All of them, by what is wrong. */
    static Map<String, Bug> all() {
        Map<String, Bug> all = new LinkedHashMap<>();
        all.put("the agent's spool is not forced", new Bug(2, WrongFiles.lying("agent", "/log/")));
        all.put("the process server acknowledges before its cache is forced",
                new Bug(6, WrongFiles.lying("gateway", "")));
        all.put("the target acknowledges before its journal is forced",
                new Bug(3, WrongFiles.lying("target", "/journal/")));
        all.put("names in the target's journal are not forced", new Bug(3, WrongFiles.namesLost("target")));
        all.put("a checkpoint is recorded before the disk is forced", new Bug(2, checkpointTooEarly()));
        all.put("a region is marked after its first write", new Bug(41, WrongFiles.lying("agent", "/activity.map")));
        all.put("the log is not replayed", new Bug(3, replaySkipped()));
        all.put("a write is acknowledged before it reaches the log", new Bug(3, WrongFiles.buffered("agent", "/log/")));
        all.put("no checksum is verified on receipt", new Bug(5, WrongSlices.noChecksum()));
        all.put("a slice that comes twice is taken twice", new Bug(1, WrongSlices.takesTwice()));
        all.put("a gap is accepted", new Bug(1, WrongSlices.takesAfterGap()));
        all.put("the position is counted from what was appended", new Bug(2, appendedIsDurable()));
        all.put("the process server answers for the target", new Bug(1, answersForTheTarget()));
        all.put("copies are read outside the lock", new Bug(3, copiesOutsideTheLock()));
        all.put("the first copy ends before it ended", new Bug(3, copyEndsTooEarly()));
        all.put("a comparison goes without its marks", new Bug(2, WrongSlices.resyncWithoutMarks()));
        all.put("a group's disks are marked one after the other", new Bug(1, marksWithoutHold()));
        all.put("a segment in use is released", new Bug(1, releasedInUse()));
        all.put("points are given up before their time", new Bug(1, givenUpTooEarly()));
        all.put("a trim is not logged", new Bug(1, trimNotLogged()));
        return all;
    }

    private static Build checkpointTooEarly() {
        return new Build() {
            @Override
            Disk beneath(Run run, Disk image) {
                return new DiskLayer(image) {
                    @Override
                    public void flush() {
                        // later, perhaps
                    }
                };
            }
        };
    }

    private static Build replaySkipped() {
        return new Build() {
            @Override
            Disk beneath(Run run, Disk image) {
                return new Unreplayed(image);
            }

            @Override
            void opened(Disk beneath) {
                ((Unreplayed) beneath).open = true;
            }
        };
    }

    private static final class Unreplayed extends DiskLayer {

        private boolean open;

        Unreplayed(Disk below) {
            super(below);
        }

        @Override
        public void write(ByteBuffer from, long offset) throws IOException {
            if (open) {
                below.write(from, offset);
            }
        }

        @Override
        public void write(Writes writes) throws IOException {
            if (open) {
                below.write(writes);
            }
        }
    }

    private static Build copiesOutsideTheLock() {
        return comparing((run, capture) -> new CaptureLayer(capture) {
            @Override
            public long copy(List<Extent> ranges, ByteBuffer buffer) throws IOException {
                var copies = new ArrayList<Record>();
                for (Extent range : ranges) {
                    var data = ByteBuffer.allocate((int) range.length());
                    disk().read(data, range.offset());
                    copies.add(new Record.Copy(range.offset(), data.flip().asReadOnlyBuffer()));
                }
                try {
                    run.sleep(100_000_000L);
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                return spool().journal().append(copies);
            }
        });
    }

    private interface Comparing {
        Capture layer(Run run, Capture capture);
    }

    private static Build comparing(Comparing comparing) {
        return new Build() {
            @Override
            Capture compared(Run run, Capture capture) {
                return comparing.layer(run, capture);
            }
        };
    }

    private static Build appendedIsDurable() {
        return new Build() {
            @Override
            Answer take(Journal journal, Slice slice) throws IOException {
                boolean next = slice.firstSequence() == journal.lastSequence() + 1 && slice.epoch() == journal.epoch();
                if (!next) {
                    return super.take(journal, slice);
                }
                for (Batch batch : slice.batches()) {
                    journal.append(batch);
                }
                return new Answer.Accepted(position(journal));
            }

            @Override
            Position position(Journal journal) {
                return new Position(journal.epoch(), journal.lastSequence(), journal.lastSequence());
            }
        };
    }

    private static Build answersForTheTarget() {
        return new Build() {
            @Override
            Receiver forwarded(Receiver target) {
                return new Receiver() {
                    @Override
                    public Answer send(Slice slice) {
                        Answer answer = target.send(slice);
                        return answer instanceof Answer.Unavailable
                                ? new Answer.Accepted(
                                        new Position(slice.epoch(), slice.lastSequence(), slice.lastSequence()))
                                : answer;
                    }

                    @Override
                    public Answer position() {
                        return target.position();
                    }
                };
            }
        };
    }

    private static Build copyEndsTooEarly() {
        return new Build() {
            @Override
            CopyTarget copied(CopyTarget target) {
                return new CopyTarget() {
                    @Override
                    public State state() throws IOException {
                        return target.state();
                    }

                    @Override
                    public void send(List<Batch> batches) throws IOException {
                        target.send(batches);
                    }

                    @Override
                    public State force() throws IOException {
                        return target.force();
                    }

                    @Override
                    public void finish(long sequence) throws IOException {
                        target.finish(Math.max(1, sequence - 4));
                    }
                };
            }
        };
    }

    private static Build marksWithoutHold() {
        return new Build() {
            @Override
            void mark(Run run, List<Capture> captures, Record.Mark mark) throws IOException, InterruptedException {
                for (Capture capture : captures.reversed()) {
                    super.mark(run, List.of(capture), mark);
                    run.sleep(Duration.ofMillis(800).toNanos());
                }
            }
        };
    }

    private static Build releasedInUse() {
        return new Build() {
            @Override
            void tend(Replica replica) throws IOException {
                replica.journal().release(replica.journal().durableSequence());
            }
        };
    }

    private static Build givenUpTooEarly() {
        return new Build() {
            @Override
            RetentionPolicy kept(RetentionPolicy policy) {
                return new RetentionPolicy(policy.continuous().dividedBy(4), policy.hourlyUntil(), policy.dailyUntil(),
                        0);
            }
        };
    }

    private static Build trimNotLogged() {
        return new Build() {
            @Override
            void trim(SplitCapture capture, long offset, long length) throws IOException {
                capture.disk().trim(offset, length);
            }
        };
    }
}

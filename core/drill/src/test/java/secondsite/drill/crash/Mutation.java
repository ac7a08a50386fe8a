package secondsite.drill.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import secondsite.engine.segment.Record;
import secondsite.engine.segment.SequencedRecord;

/** Ways in which a log would tell less than the truth. Whoever judges crash points must find them. */
enum Mutation {

    /** A write is missing. */
    DROPPED {
        @Override
        void change(List<SequencedRecord> records, int write, int later, RandomGenerator random) {
            records.set(write, at(records.get(write), new Record.Flush()));
        }
    },

    /** A write changes places with a later one, from which a flush and its acknowledgement separate it. */
    SWAPPED {
        @Override
        void change(List<SequencedRecord> records, int write, int later, RandomGenerator random) {
            Record early = records.get(later).record();
            records.set(later, at(records.get(later), records.get(write).record()));
            records.set(write, at(records.get(write), early));
        }
    },

    /** Of a write only the first sectors are there. */
    TORN {
        @Override
        void change(List<SequencedRecord> records, int write, int later, RandomGenerator random) {
            var whole = (Record.Write) records.get(write).record();
            int sectors = 1 + random.nextInt(whole.data().remaining() / SECTOR - 1);
            var torn = new Record.Write(whole.offset(), whole.data().slice(0, sectors * SECTOR), false);
            records.set(write, at(records.get(write), torn));
        }
    };

    private static final int SECTOR = 512;

    abstract void change(List<SequencedRecord> records, int write, int later, RandomGenerator random);

    /**
     * The recording with a write changed.
     *
     * @param write index of a write of more than a sector
     * @param later index of a write after it had been acknowledged
     */
    Recording of(Recording recording, int write, int later, RandomGenerator random) {
        List<SequencedRecord> records = new ArrayList<>(recording.records());
        change(records, write, later, random);
        return recording.with(records);
    }

    private static SequencedRecord at(SequencedRecord place, Record record) {
        return new SequencedRecord(place.sequence(), place.timeMicros(), record);
    }
}

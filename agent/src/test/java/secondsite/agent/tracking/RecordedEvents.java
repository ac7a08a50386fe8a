package secondsite.agent.tracking;

import java.nio.ByteBuffer;
import java.util.Base64;

/** Pages of a real kernel (Linux 6.18, x86-64): three writes of 4 KiB, a discard, zeroes, and a flush, on a loop device. */
final class RecordedEvents {

    static final int DEVICE = 0x700000;

    static final String FORMAT = """
            name: block_rq_complete
            ID: 2107
            format:
            	field:unsigned short common_type;	offset:0;	size:2;	signed:0;
            	field:unsigned char common_flags;	offset:2;	size:1;	signed:0;
            	field:unsigned char common_preempt_count;	offset:3;	size:1;	signed:0;
            	field:int common_pid;	offset:4;	size:4;	signed:1;

            	field:dev_t dev;	offset:8;	size:4;	signed:0;
            	field:sector_t sector;	offset:16;	size:8;	signed:0;
            	field:unsigned int nr_sector;	offset:24;	size:4;	signed:0;
            	field:int error;	offset:28;	size:4;	signed:1;
            	field:unsigned short ioprio;	offset:32;	size:2;	signed:0;
            	field:char rwbs[10];	offset:34;	size:10;	signed:0;
            	field:__data_loc char[] cmd;	offset:44;	size:4;	signed:0;

            print fmt: "%d,%d %s (%s) %llu + %u", REC->dev
            """;

    static final String FIRST_PROCESSOR = "dw+4uKg8AAA4AAAAAAAAAA0AAAA7CBAADgAAAAAAcAAAAAAAEAAAAAAAAAAQAAAAAAAAAARATlMAAAAAAAAAADAAAQAAAAAA";
    static final String SECOND_PROCESSOR = "Z6tXq6g8AABYAQAAAAAAAA0AAAA7CBAAFgAAAAAAcAAAAAAAKAAAAAAAAAAIAAAAAAAAAARAV1MAAAAAAAAAADAAAQAAAAAADbh8AzsIEAAWAAAAAABwAAAAAAAwAAAAAAAAAAgAAAAAAAAABEBXUwAAAAAAAAAAMAABAAAAAADN5PgDOwgQABYAAAAAAHAAAAAAADgAAAAAAAAACAAAAAAAAAAEQFdTAAAAAAAAAAAwAAEAAAAAAH6H2zwBAAAADQAAADsIEAAWAAAAAABwAAAAAAAACAAAAAAAAIAAAAAAAAAABEBEUwAAAAAAAAAAMAABAAAAAACNkFKIOwgQABYAAAAAAHAAAAAAAP//////////AAAAAAAAAAAAAEZGAAAAAAAAAAAwAAEAAAAAAA2wAQA7CBEBFgAAAAAAcAAAAAAAAAAAAAAAAAAAAAAAAAAAAARAV1MAAAAAAAAAADAAAQAAAAAA";

    private RecordedEvents() {}

    /** A page as it was read. */
    static ByteBuffer page(String recorded) {
        return ByteBuffer.wrap(Base64.getDecoder().decode(recorded));
    }
}

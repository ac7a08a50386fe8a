/** One log file: header, frames, batches, records, index, footer, checksums and codec. FORMAT.md in Java. */
package secondsite.engine.segment;

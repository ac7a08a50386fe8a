/** Checksums of blocks and their differences, for resynchronization and verification. */
package secondsite.engine.compare;

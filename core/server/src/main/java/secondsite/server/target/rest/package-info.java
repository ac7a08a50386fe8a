/**
 * How the master target is told and asked: slices, the initial copy and checksums by process servers; points, pins, exports, extractions and
 * deletions by the configuration server and by administrators; what is to be kept, and backups, by the configuration server alone.
 */
package secondsite.server.target.rest;

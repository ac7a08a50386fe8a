/** How the master target is asked: slices, the initial copy and checksums by process servers; points, exports and extractions by administrators. */
package secondsite.server.target.rest;

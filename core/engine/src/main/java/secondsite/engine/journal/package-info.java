/** The past of one disk: a folder of segments that is appended to, recovered, read from a position, released and verified. */
package secondsite.engine.journal;

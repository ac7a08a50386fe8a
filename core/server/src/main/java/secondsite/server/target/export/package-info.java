/** A disk as it was, made use of: served over NBD under a copy-on-write overlay, or written into a file. */
package secondsite.server.target.export;

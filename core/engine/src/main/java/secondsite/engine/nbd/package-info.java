/** A disk served to NBD clients, and one that others serve to us: handshake, options, transmission. NBD.md says what is spoken. */
package secondsite.engine.nbd;

/** A disk served to NBD clients: handshake, options, transmission. NBD.md says what is spoken. */
package secondsite.engine.nbd;

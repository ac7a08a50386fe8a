/** Role 2, the gateway at the primary site: receives what agents send, caches it, and forwards it to the master targets. */
package secondsite.server.process;

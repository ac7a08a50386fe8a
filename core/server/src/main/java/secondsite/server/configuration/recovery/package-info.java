/** Machines are brought up from their replicas, for a test or in earnest, and what becomes of them. */
package secondsite.server.configuration.recovery;

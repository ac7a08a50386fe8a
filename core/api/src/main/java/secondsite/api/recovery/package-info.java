/** Failovers: machines that are brought up from their replicas, for a test or in earnest, and what becomes of them. */
package secondsite.api.recovery;

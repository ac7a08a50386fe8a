/**
 * Machines brought up at the other site, for a test or in earnest, and what becomes of that: a wizard for each deed. A workflow is one
 * deed from its first question to its order; what is asked on the way stands in view models.
 */
package secondsite.app.failover;

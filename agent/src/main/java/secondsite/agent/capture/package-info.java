/**
 * How the writes of one disk are caught: each leaves evidence (a record in the spool, or a mark in a bitmap) before it reaches the
 * disk, so that neither a killed process nor a lost supply loses what was acknowledged.
 */
package secondsite.agent.capture;

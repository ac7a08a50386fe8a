/** Quiets what writes and places marks: the moments to which machines can be brought back. */
package secondsite.agent.freeze;

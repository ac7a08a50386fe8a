/** How machines are replicated: how often points are made, how long they are kept, how much of a line is used, and when. */
package secondsite.api.policy;

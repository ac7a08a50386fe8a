/** Recovery plans: which machines are brought up in which order, what is done between them, and what came of it. */
package secondsite.api.plan;

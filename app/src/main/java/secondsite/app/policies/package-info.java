/** How machines are replicated: policies are written, what they would cost is asked before they hold. */
package secondsite.app.policies;

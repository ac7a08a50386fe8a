/** A machine's past upon a line of time: what was written, what it can be brought back to, and the moment that is chosen. */
package secondsite.app.control.timeline;

/** The list of machines, and the page of one. */
package secondsite.app.machines;

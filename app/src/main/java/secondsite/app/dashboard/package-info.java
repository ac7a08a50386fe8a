/** Is anything wrong, and what is to be done first: the whole deployment at a glance. */
package secondsite.app.dashboard;

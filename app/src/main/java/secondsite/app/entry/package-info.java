/** What is shown until somebody is signed in: the servers known from here, how to set up the first one, and the form. */
package secondsite.app.entry;

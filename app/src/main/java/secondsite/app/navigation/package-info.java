/** Where a person is in the console, and how to get elsewhere. */
package secondsite.app.navigation;

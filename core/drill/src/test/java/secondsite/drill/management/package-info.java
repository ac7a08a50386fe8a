/** A whole deployment under a configuration server, driven through its API as an administrator would. */
package secondsite.drill.management;

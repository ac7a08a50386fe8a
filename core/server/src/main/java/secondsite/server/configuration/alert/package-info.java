/** What is not as it should be, from when that is seen until it is over, and who took note of it. */
package secondsite.server.configuration.alert;

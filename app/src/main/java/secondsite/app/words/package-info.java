/** What the server tells, in words: the same on every screen. */
package secondsite.app.words;

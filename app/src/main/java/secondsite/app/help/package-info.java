/** What a person looks up at night: what a screen is for, what words mean, what an error is and what to do about it. Needs no network. */
package secondsite.app.help;

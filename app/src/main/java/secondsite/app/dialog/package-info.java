/** Questions that are put over the window: what is to be done is named by the button, and what went wrong is said where it was asked. */
package secondsite.app.dialog;

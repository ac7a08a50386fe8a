/** What a person can have done: one object for each, shared by buttons, menus and the palette, which says why when it is not allowed. */
package secondsite.app.action;

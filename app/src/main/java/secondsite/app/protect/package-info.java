/** What a person does to the protection of machines: begins and ends it, pauses it, compares, makes points and keeps them. */
package secondsite.app.protect;

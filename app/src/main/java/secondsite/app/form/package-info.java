/** What people fill in: checked as typed, with what is wrong beside the field. */
package secondsite.app.form;

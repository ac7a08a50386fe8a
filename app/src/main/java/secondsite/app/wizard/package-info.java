/**
 * The window in which a person is led through something step by step: what every wizard has in common. A wizard of a kind is a
 * {@link secondsite.app.wizard.Wizard} with its steps, a review that says in sentences what will happen, and the deed at its end;
 * {@link secondsite.app.wizard.Wizards} opens it.
 */
package secondsite.app.wizard;

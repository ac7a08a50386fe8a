/** What every view stands on: the FXML loader, texts, themes, formats, work in the background. Only here work is handed to the thread of the windows. */
package secondsite.app.fx;

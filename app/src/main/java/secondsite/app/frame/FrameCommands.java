package secondsite.app.frame;

/** What the frame asks the console to do as a whole. */
public interface FrameCommands {

    void switchTheme();

    void switchLanguage();

    /** Ends the session, and shows the page to sign in. */
    void signOut();

    /** The person likes the sidebar narrow, or wide. */
    void narrowSidebar(boolean narrow);

    /** Shows the help for where the person is, or takes it away. */
    void help();

    /** Asks the server for everything. */
    void refresh();
}

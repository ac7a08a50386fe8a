package secondsite.engine.journal.tool;

import java.util.function.Consumer;

/** Looks for one kind of damage. */
interface Check {

    void run(Examinations segments, Consumer<Finding> to);
}

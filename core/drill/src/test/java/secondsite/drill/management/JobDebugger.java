package secondsite.drill.management;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.IncompatibleThreadStateException;
import com.sun.jdi.LongValue;
import com.sun.jdi.Method;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.StackFrame;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.connect.ListeningConnector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.request.ClassPrepareRequest;
import com.sun.jdi.request.EventRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import secondsite.drill.tools.Program;

/**
 * Stops a job of a server program just before each change that it makes durable, and nothing else of that program; where the judge says
 * so the program is killed there. So what was durable before has happened, and what was to become durable has not.
 */
final class JobDebugger implements AutoCloseable {

    private static final String COURSE = "secondsite.server.configuration.activity.job.JobCourse";
    private static final String DATABASE = "secondsite.server.configuration.store.Database";
    private static final String PATIENCE_MILLIS = "60000";
    private static final String LAMBDA = "lambda$";

    /**
     * A moment in the life of a job.
     *
     * @param calls the way from the job's course to the change, innermost last, like {@code JobCourse.begin}
     */
    record Moment(long job, List<String> calls) {}

    /** Knows where the program dies. Asked while the job stands still and all else of the program goes on. */
    interface Judge {

        boolean dies(Moment moment);
    }

    private final Judge judge;
    private final ListeningConnector connector;
    private final Map<String, Connector.Argument> arguments;
    private final String address;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    JobDebugger(Judge judge) throws IOException {
        this.judge = judge;
        connector = Bootstrap.virtualMachineManager().listeningConnectors().stream()
                .filter(each -> each.transport().name().equals("dt_socket")).findFirst().orElseThrow();
        arguments = connector.defaultArguments();
        arguments.get("localAddress").setValue("127.0.0.1");
        arguments.get("timeout").setValue(PATIENCE_MILLIS);
        try {
            address = connector.startListening(arguments);
        } catch (IllegalConnectorArgumentsException e) {
            throw new IllegalStateException(e);
        }
    }

    /** With which the program's JVM is started. Threads that stand still must not keep the others from going on. */
    List<String> options() {
        return List.of("-agentlib:jdwp=transport=dt_socket,server=n,suspend=y,address=" + address,
                "-Djdk.virtualThreadScheduler.parallelism=64");
    }

    /** Starts the program, and watches it for this life. */
    void start(Program program) {
        program.start();
        try {
            VirtualMachine machine = connector.accept(arguments);
            ClassPrepareRequest loaded = machine.eventRequestManager().createClassPrepareRequest();
            loaded.addClassFilter(DATABASE);
            loaded.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
            loaded.enable();
            Thread.ofPlatform().daemon().name("debugger").start(() -> watch(machine, program));
            machine.resume();
        } catch (IOException | IllegalConnectorArgumentsException e) {
            throw new IllegalStateException("the program was not reached by its debugger", e);
        }
    }

    /** @throws AssertionError when something went wrong while a judgement was found */
    void check() {
        if (failure.get() != null) {
            throw new AssertionError("no judgement", failure.get());
        }
    }

    private void watch(VirtualMachine machine, Program program) {
        try {
            while (true) {
                EventSet events = machine.eventQueue().remove();
                boolean held = false;
                for (Event event : events) {
                    if (event instanceof ClassPrepareEvent loaded) {
                        stopAtChanges(machine, loaded.referenceType());
                    } else if (event instanceof BreakpointEvent reached) {
                        Optional<Moment> moment = moment(reached.thread());
                        held |= moment.isPresent();
                        // In a thread of its own: what else the program does meanwhile must not wait for the judge.
                        moment.ifPresent(now -> Thread.ofVirtual().start(() -> judged(now, events, program)));
                    }
                }
                if (!held) {
                    events.resume();
                }
            }
        } catch (VMDisconnectedException _) {
            // This life is over.
        } catch (InterruptedException | IncompatibleThreadStateException | RuntimeException e) {
            failed(e, program);
        }
    }

    private static void stopAtChanges(VirtualMachine machine, ReferenceType database) {
        Method write = database.methodsByName("write").getFirst();
        var stop = machine.eventRequestManager().createBreakpointRequest(write.location());
        stop.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
        stop.enable();
    }

    /** Empty when this thread does no job. */
    private static Optional<Moment> moment(ThreadReference thread) throws IncompatibleThreadStateException {
        List<String> calls = new ArrayList<>();
        boolean own = true;
        for (StackFrame frame : thread.frames()) {
            Method method = frame.location().method();
            String type = method.declaringType().name();
            boolean course = type.equals(COURSE);
            if (own && type.startsWith("secondsite.") && !type.equals(DATABASE)) {
                calls.addFirst(type.substring(type.lastIndexOf('.') + 1) + "." + name(method));
                own = !course;
            }
            if (course && method.argumentTypeNames().equals(List.of("long"))) {
                return Optional.of(new Moment(((LongValue) frame.getArgumentValues().getFirst()).value(), calls));
            }
        }
        return Optional.empty();
    }

    private static String name(Method method) {
        String name = method.name();
        return name.startsWith(LAMBDA) ? name.substring(LAMBDA.length(), name.lastIndexOf('$')) : name;
    }

    private void judged(Moment moment, EventSet events, Program program) {
        try {
            if (judge.dies(moment)) {
                program.kill();
            } else {
                events.resume();
            }
        } catch (VMDisconnectedException _) {
            // It died elsewhere meanwhile.
        } catch (RuntimeException | Error e) {
            failed(e, program);
        }
    }

    private void failed(Throwable e, Program program) {
        failure.compareAndSet(null, e);
        program.kill();
    }

    @Override
    public void close() throws IOException {
        try {
            connector.stopListening(arguments);
        } catch (IllegalConnectorArgumentsException e) {
            throw new IllegalStateException(e);
        }
    }
}

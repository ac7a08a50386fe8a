package secondsite.app.control.topology;

/** Decides where everything stands. Takes its time: it is asked in the background. What does not change keeps its order. */
public interface TopologyLayout {

    Placement place(Topology topology);
}

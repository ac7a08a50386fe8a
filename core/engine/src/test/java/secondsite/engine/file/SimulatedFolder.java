package secondsite.engine.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A folder in memory that knows what is durable. A loss of power drops what was not forced, or keeps it, or some of it: each sector of
 * 512 bytes decides for itself how many of its last writes it keeps, a size how many of its changes, and of names made, renamed and
 * deleted the first ones are kept, as file systems with a journal do. The end of a process keeps everything. Both leave files
 * that were open unusable, and free all locks.
 */
public final class SimulatedFolder implements Folder {

    private sealed interface Change {

        record Put(String name, Object node) implements Change {}

        record Remove(String name) implements Change {}

        record Rename(String from, String to) implements Change {}
    }

    private final SimulatedDevice device;
    private final String place;
    private final List<Change> undurable = new ArrayList<>();
    private TreeMap<String, Object> nodes = new TreeMap<>();
    private TreeMap<String, Object> durable = new TreeMap<>();

    private SimulatedFolder(SimulatedDevice device, String place) {
        this.device = device;
        this.place = place;
    }

    /** The empty folder of a machine of its own. */
    public static SimulatedFolder named(String place) {
        return new SimulatedFolder(new SimulatedDevice(), place);
    }

    /** The machine of this folder loses power, and comes up again. */
    public void losePower(RandomGenerator random) {
        synchronized (device) {
            device.endRun();
            lose(random);
            device.usedPages(pages());
        }
    }

    private void lose(RandomGenerator random) {
        int all = undurable.size();
        int kept = switch (random.nextInt(3)) {
            case 0 -> 0;
            case 1 -> all;
            default -> random.nextInt(all + 1);
        };
        undurable.subList(0, kept).forEach(change -> apply(change, durable));
        undurable.clear();
        nodes = new TreeMap<>(durable);
        for (Object node : nodes.values()) {
            if (node instanceof SimulatedContent content) {
                content.losePower(random);
            } else {
                ((SimulatedFolder) node).lose(random);
            }
        }
    }

    private long pages() {
        long pages = 0;
        for (Object node : nodes.values()) {
            pages += node instanceof SimulatedContent content ? content.pages() : ((SimulatedFolder) node).pages();
        }
        return pages;
    }

    /** The process that uses this machine's folders is killed; another one may begin. */
    public void endProcess() {
        synchronized (device) {
            device.endRun();
        }
    }

    /** How many bytes the machine can hold, in pages of 4 KiB; names take none. */
    public void capacity(long bytes) {
        synchronized (device) {
            device.capacity(bytes);
        }
    }

    private void change(Change change) {
        undurable.add(change);
        long before = change instanceof Change.Put ? 0 : pages();
        apply(change, nodes);
        if (!(change instanceof Change.Put)) {
            device.use(pages() - before);
        }
    }

    private static void apply(Change change, TreeMap<String, Object> to) {
        switch (change) {
            case Change.Put put -> to.put(put.name(), put.node());
            case Change.Remove remove -> to.remove(remove.name());
            case Change.Rename rename -> to.put(rename.to(), to.remove(rename.from()));
        }
    }

    @Override
    public List<String> names() {
        return list(SimulatedContent.class);
    }

    @Override
    public List<String> folders() {
        return list(SimulatedFolder.class);
    }

    private List<String> list(Class<?> kind) {
        synchronized (device) {
            return nodes.entrySet().stream().filter(entry -> kind.isInstance(entry.getValue()))
                    .map(entry -> entry.getKey()).toList();
        }
    }

    @Override
    public boolean exists(String name) {
        synchronized (device) {
            return nodes.get(checked(name)) instanceof SimulatedContent;
        }
    }

    @Override
    public SimulatedFile create(String name) throws IOException {
        synchronized (device) {
            if (nodes.containsKey(checked(name))) {
                throw new FileAlreadyExistsException(path(name));
            }
            change(new Change.Put(name, new SimulatedContent()));
            return open(name);
        }
    }

    @Override
    public SimulatedFile open(String name) throws IOException {
        synchronized (device) {
            return new SimulatedFile(device, content(name), path(name), false);
        }
    }

    @Override
    public SimulatedFile openReadOnly(String name) throws IOException {
        synchronized (device) {
            return new SimulatedFile(device, content(name), path(name), true);
        }
    }

    private SimulatedContent content(String name) throws NoSuchFileException {
        if (nodes.get(checked(name)) instanceof SimulatedContent content) {
            return content;
        }
        throw new NoSuchFileException(path(name));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        synchronized (device) {
            checked(to);
            if (nodes.get(checked(from)) instanceof SimulatedFolder) {
                if (nodes.containsKey(to)) {
                    throw new FileAlreadyExistsException(path(to));
                }
            } else {
                content(from);
            }
            if (!from.equals(to)) {
                change(new Change.Rename(from, to));
            }
        }
    }

    @Override
    public void delete(String name) {
        synchronized (device) {
            if (nodes.get(checked(name)) instanceof SimulatedContent) {
                change(new Change.Remove(name));
            }
        }
    }

    @Override
    public void deleteFolder(String name) throws IOException {
        synchronized (device) {
            if (nodes.get(checked(name)) instanceof SimulatedFolder folder) {
                if (!folder.nodes.isEmpty()) {
                    throw new DirectoryNotEmptyException(path(name));
                }
                change(new Change.Remove(name));
            }
        }
    }

    @Override
    public SimulatedFolder folder(String name) {
        synchronized (device) {
            if (!(nodes.get(checked(name)) instanceof SimulatedFolder)) {
                change(new Change.Put(name, new SimulatedFolder(device, path(name))));
            }
            return (SimulatedFolder) nodes.get(name);
        }
    }

    @Override
    public void force() {
        synchronized (device) {
            undurable.clear();
            durable = new TreeMap<>(nodes);
        }
    }

    @Override
    public Closeable lock(String name) throws IOException {
        synchronized (device) {
            if (!exists(name)) {
                create(name).close();
            }
            String file = path(name);
            if (!device.lock(file)) {
                throw new IOException(file + " is locked by somebody else already");
            }
            int run = device.run();
            return () -> {
                synchronized (device) {
                    device.unlock(file, run);
                }
            };
        }
    }

    @Override
    public long freeBytes() {
        synchronized (device) {
            return device.freeBytes();
        }
    }

    @Override
    public String place() {
        return place;
    }

    private String path(String name) {
        return place + "/" + name;
    }

    private static String checked(String name) {
        if (name.isEmpty() || name.equals(".") || name.equals("..") || name.contains("/") || name.contains("\\")
                || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("not a name of a file: '" + name + "'");
        }
        return name;
    }
}
